import proto from 'onnx-proto'
import type { SafeTensor } from '../../core/safetensors.ts'

const { ModelProto, TensorProto, AttributeProto } = proto.onnx

export type Attribute = number | { readonly float: number } | readonly number[]
export type ElementType = 'float' | 'int32'
/** Sizes; a name stands for a size that the caller chooses at run time. */
export type Shape = readonly (number | string)[]

const DATA_TYPE = {
  F32: TensorProto.DataType.FLOAT,
  F16: TensorProto.DataType.FLOAT16,
  I64: TensorProto.DataType.INT64,
}
const ELEMENT = { float: TensorProto.DataType.FLOAT, int32: TensorProto.DataType.INT32 }

/** Builds an ONNX graph node by node; values are their names. The same calls give the same bytes. */
export class GraphBuilder {
  readonly #nodes: proto.onnx.INodeProto[] = []
  readonly #initializers: proto.onnx.ITensorProto[] = []
  readonly #inputs: proto.onnx.IValueInfoProto[] = []
  readonly #outputs: proto.onnx.IValueInfoProto[] = []

  input(name: string, type: ElementType, shape: Shape): string {
    this.#inputs.push(valueInfo(name, type, shape))
    return name
  }

  output(name: string, type: ElementType, shape: Shape): void {
    this.#outputs.push(valueInfo(name, type, shape))
  }

  /** Adds a node with one output named `name`. Omitted inputs are ''. */
  node(
    op: string,
    name: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    domain = '',
  ): string {
    const attribute = Object.entries(attributes).map(([key, value]) => toAttribute(key, value))
    this.#nodes.push({ opType: op, name, domain, input: [...inputs], output: [name], attribute })
    return name
  }

  /** Adds a constant; half floats are widened by a Cast that the runtime folds when it loads the graph. */
  constant(name: string, { dtype, shape, bytes }: SafeTensor): string {
    if (dtype !== 'F32' && dtype !== 'F16' && dtype !== 'I64')
      throw new RangeError(`${name}: no constant of ${dtype}`)
    const stored = dtype === 'F16' ? `${name}.f16` : name
    this.#initializers.push({ name: stored, dims: [...shape], dataType: DATA_TYPE[dtype], rawData: bytes })
    return dtype === 'F16' ? this.node('Cast', name, [stored], { to: DATA_TYPE.F32 }) : name
  }

  floats(name: string, values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.constant(name, {
      dtype: 'F32',
      shape,
      bytes: new Uint8Array(Float32Array.from(values).buffer),
    })
  }

  ints(name: string, values: readonly number[]): string {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer)
    return this.constant(name, { dtype: 'I64', shape: [values.length], bytes })
  }

  /** The model's bytes: opset 17, with Microsoft's fused operators. */
  encode(name: string): Uint8Array {
    const model = ModelProto.fromObject({})
    return ModelProto.encode(
      Object.assign(model, {
        irVersion: 8,
        producerName: 'whittle',
        opsetImport: [
          { domain: '', version: 17 },
          { domain: 'com.microsoft', version: 1 },
        ],
        graph: {
          name,
          node: this.#nodes,
          initializer: this.#initializers,
          input: this.#inputs,
          output: this.#outputs,
        },
      }),
    ).finish()
  }
}

function toAttribute(name: string, value: Attribute): proto.onnx.IAttributeProto {
  const { INT, INTS, FLOAT } = AttributeProto.AttributeType
  if (typeof value === 'number') return { name, type: INT, i: value }
  if ('float' in value) return { name, type: FLOAT, f: value.float }
  return { name, type: INTS, ints: [...value] }
}

function valueInfo(name: string, type: ElementType, shape: Shape): proto.onnx.IValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }))
  return { name, type: { tensorType: { elemType: ELEMENT[type], shape: { dim } } } }
}

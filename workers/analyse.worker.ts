import * as Comlink from 'comlink'
import { createAnalyseQuestions } from './analyse-questions.ts'

Comlink.expose(createAnalyseQuestions())

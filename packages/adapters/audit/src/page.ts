export { type PageFacts, usagePage } from './report/usage-page.js'

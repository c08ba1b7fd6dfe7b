export { type NodeListener, type NodeListenerOptions, nodeListener } from './node-listener.js'

/** How many channels, patterns and shard channels somebody listens to. */
export interface PubSubCounts {
  readonly channels: number;
  readonly patterns: number;
  readonly shardChannels: number;
}

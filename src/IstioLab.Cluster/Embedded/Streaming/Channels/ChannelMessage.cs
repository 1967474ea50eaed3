namespace IstioLab.Cluster.Embedded.Streaming.Channels;

/// <summary>One binary message of a channel protocol.</summary>
/// <param name="Channel">Number of the channel.</param>
/// <param name="Content">What follows the number.</param>
internal sealed record ChannelMessage(byte Channel, ReadOnlyMemory<byte> Content);

using System.Threading.Channels;

namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>A stream of changes; it begins with an Added event per object that is there and ends when it is disposed.</summary>
internal sealed class ObjectSubscription : IDisposable
{
    private readonly Action<ObjectSubscription> _release;

    internal ObjectSubscription(Channel<ObjectEvent> channel, int initialCount, long resourceVersion, Action<ObjectSubscription> release)
    {
        Channel = channel;
        InitialCount = initialCount;
        ResourceVersion = resourceVersion;
        _release = release;
    }

    /// <summary>The events in the order of their resource versions.</summary>
    public ChannelReader<ObjectEvent> Events => Channel.Reader;

    /// <summary>How many of the first events are objects that were there already.</summary>
    public int InitialCount { get; }

    /// <summary>The store's version when the subscription began.</summary>
    public long ResourceVersion { get; }

    internal Channel<ObjectEvent> Channel { get; }

    /// <summary>Ends the stream; the reader completes.</summary>
    public void Dispose() => _release(this);
}

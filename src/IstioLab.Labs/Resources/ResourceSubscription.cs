using System.Threading.Channels;

namespace IstioLab.Labs.Resources;

/// <summary>The resources as they were when it was made, and every change since.</summary>
public sealed class ResourceSubscription : IDisposable
{
    private readonly Action<ResourceSubscription> _end;
    private readonly Channel<IReadOnlyList<LabResourceChange>> _changes =
        Channel.CreateUnbounded<IReadOnlyList<LabResourceChange>>(new UnboundedChannelOptions { SingleReader = true });

    internal ResourceSubscription(IReadOnlyList<LabResource> initial, Action<ResourceSubscription> end)
    {
        Initial = initial;
        _end = end;
    }

    /// <summary>The resources to begin with.</summary>
    public IReadOnlyList<LabResource> Initial { get; }

    /// <summary>The changes since, in order; it completes when the hub ends.</summary>
    public ChannelReader<IReadOnlyList<LabResourceChange>> Changes => _changes.Reader;

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _end(this);
        Complete();
    }

    internal void Send(IReadOnlyList<LabResourceChange> changes) => _changes.Writer.TryWrite(changes);

    internal void Complete() => _changes.Writer.TryComplete();
}

using Google.Protobuf;

namespace IstioLab.Cluster.Telemetry;

/// <summary>The requests that bring one batch of records to a receiver, one per signal. A sent one is not sent again.</summary>
internal sealed class ExportBatch(int records, IEnumerable<(string Path, IMessage Message)> requests)
{
    private readonly Queue<(string Path, byte[] Body)> _unsent = new(requests.Select(request => (request.Path, request.Message.ToByteArray())));

    /// <summary>How many records it was made from.</summary>
    public int Records => records;

    /// <summary>The next request; null when all are sent.</summary>
    public (string Path, byte[] Body)? Next => _unsent.TryPeek(out var next) ? next : null;

    public void MarkSent() => _unsent.Dequeue();
}

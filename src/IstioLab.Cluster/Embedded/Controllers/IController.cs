using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Controllers;

/// <summary>
/// A reconciler of one kind of key. It reads the state of the world, not the event, so running it once more is always harmless.
/// </summary>
internal interface IController
{
    string Name { get; }

    IReadOnlyCollection<string> Watches { get; }

    /// <summary>The keys that must be looked at again after the event.</summary>
    IEnumerable<ObjectKey> KeysOf(ObjectEvent change);

    /// <summary>Brings the world nearer to what the object asks; returns when to look again, or null when only an event should.</summary>
    ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken);
}

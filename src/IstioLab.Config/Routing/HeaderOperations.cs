using System.Collections.Immutable;

namespace IstioLab.Config.Routing;

/// <summary>Changes to the headers of a request or an answer, in the order Envoy makes them: remove, then each change in turn.</summary>
/// <param name="Remove">Names to remove.</param>
/// <param name="Changes">Values to set or add, in order.</param>
public sealed record HeaderOperations(ImmutableArray<string> Remove, ImmutableArray<HeaderChange> Changes)
{
    /// <summary>No change.</summary>
    public static HeaderOperations None { get; } = new([], []);

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Remove.IsEmpty && Changes.IsEmpty;
}

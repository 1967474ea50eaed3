using System.Collections.Immutable;

namespace IstioLab.Labs.Running;

/// <summary>What was observed after a step, and whether it is what the lab expects.</summary>
public sealed record StepReport
{
    /// <summary>The step's number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The step's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether nothing is wrong.</summary>
    public bool Passed => Problems.Count == 0;

    /// <summary>How many requests were sent; 0 for a step without traffic.</summary>
    public int Requests { get; init; }

    /// <summary>The expected shares in percent by workload.</summary>
    public IReadOnlyDictionary<string, int> Expected { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The answers by workload; what no workload of the lab answered stands under the status or curl's error.</summary>
    public IReadOnlyDictionary<string, int> Observed { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The lab's pods and what kubectl shows under READY for each.</summary>
    public IReadOnlyDictionary<string, string> Pods { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Envoy's response flags in the client's access log, with how often each came; empty without a sidecar.</summary>
    public IReadOnlyDictionary<string, int> Flags { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>What is wrong, each with its reason; empty when the step passed.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}

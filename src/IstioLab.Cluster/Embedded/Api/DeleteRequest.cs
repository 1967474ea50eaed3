namespace IstioLab.Cluster.Embedded.Api;

/// <summary>The options of a deletion, as Kubernetes' DeleteOptions have them.</summary>
internal sealed record DeleteRequest
{
    /// <summary>Deletes at once, in the background for dependents.</summary>
    public static DeleteRequest Now { get; } = new() { GraceSeconds = 0 };

    /// <summary>Grace in seconds; null takes the object's own (pods: <c>terminationGracePeriodSeconds</c>).</summary>
    public long? GraceSeconds { get; init; }

    /// <summary>What happens to dependents; null takes the resource's default (Background).</summary>
    public PropagationPolicy? Propagation { get; init; }

    /// <summary>Only this uid may be deleted.</summary>
    public string? PreconditionUid { get; init; }

    /// <summary>Only this resource version may be deleted.</summary>
    public string? PreconditionResourceVersion { get; init; }

    /// <summary>Do everything but delete.</summary>
    public bool DryRun { get; init; }

    /// <summary>Who asks; null for the server itself.</summary>
    public UserInfo? User { get; init; }

    /// <summary>Where warnings for the caller go; null drops them.</summary>
    public ICollection<string>? Warnings { get; init; }
}

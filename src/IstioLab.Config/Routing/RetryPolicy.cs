using System.Collections.Immutable;

namespace IstioLab.Config.Routing;

/// <summary>When and how a request is tried again. Follows Envoy's RetryPolicy as Istio fills it.</summary>
public sealed record RetryPolicy
{
    /// <summary>How many times to try again after the first attempt; at least 1, default 2.</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>The conditions, e.g. <c>connect-failure</c>, <c>5xx</c>, <c>retriable-status-codes</c>.</summary>
    public ImmutableArray<string> RetryOn { get; init; } = [];

    /// <summary>The statuses that <c>retriable-status-codes</c> means.</summary>
    public ImmutableArray<int> StatusCodes { get; init; } = [];

    /// <summary>The limit for one attempt; zero for none.</summary>
    public TimeSpan PerTryTimeout { get; init; }

    /// <summary>The first back-off interval; 25 ms unless the rule says otherwise. The longest is ten times as long.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Whether a retry avoids hosts that were tried before; default yes.</summary>
    public bool AvoidPreviousHosts { get; init; } = true;

    /// <summary>How often another host is drawn to avoid a previous one; 5.</summary>
    public int HostSelectionAttempts { get; init; } = 5;

    /// <summary>Whether a retry may go to another locality.</summary>
    public bool RetryRemoteLocalities { get; init; }
}

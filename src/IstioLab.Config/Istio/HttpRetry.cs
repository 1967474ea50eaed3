namespace IstioLab.Config.Istio;

/// <summary>Retries as written.</summary>
internal sealed record HttpRetry
{
    public int Attempts { get; init; }

    public TimeSpan? PerTryTimeout { get; init; }

    public string RetryOn { get; init; } = "";

    public bool RemoteLocalities { get; init; }

    public bool? IgnorePreviousHosts { get; init; }

    public TimeSpan? BackOff { get; init; }
}

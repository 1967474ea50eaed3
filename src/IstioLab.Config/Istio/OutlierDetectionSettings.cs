namespace IstioLab.Config.Istio;

/// <summary>A DestinationRule's <c>outlierDetection</c> with its defaults filled in.</summary>
public sealed record OutlierDetectionSettings
{
    /// <summary>5xx answers in a row that eject; default 5, 0 switches this off.</summary>
    public uint Consecutive5xxErrors { get; init; } = 5;

    /// <summary>502, 503 and 504 answers in a row that eject; <see langword="null"/> or 0 for off.</summary>
    public uint? ConsecutiveGatewayErrors { get; init; }

    /// <summary>Whether errors of the proxy itself are counted apart.</summary>
    public bool SplitExternalLocalOriginErrors { get; init; }

    /// <summary>Errors of the proxy itself in a row that eject; default 5.</summary>
    public uint ConsecutiveLocalOriginFailures { get; init; } = 5;

    /// <summary>How often ejections are reviewed; default 10 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the first ejection lasts; default 30 s; longer with each one.</summary>
    public TimeSpan BaseEjectionTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The share that may be ejected at once; default 10 percent, but at least one.</summary>
    public int MaxEjectionPercent { get; init; } = 10;

    /// <summary>The share of healthy endpoints below which ejection is ignored; default 0 percent.</summary>
    public int MinHealthPercent { get; init; }
}

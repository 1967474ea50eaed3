namespace IstioLab.Config.Istio;

/// <summary>A fault as written.</summary>
internal sealed record HttpFault
{
    public bool HasDelay { get; init; }

    public TimeSpan? FixedDelay { get; init; }

    public double? DelayPercentage { get; init; }

    public int DelayPercent { get; init; }

    public bool HasAbort { get; init; }

    public int? HttpStatus { get; init; }

    public string GrpcStatus { get; init; } = "";

    public double? AbortPercentage { get; init; }
}

namespace IstioLab.Labs.Definitions;

/// <summary>The requests that show what a step does.</summary>
/// <param name="From">The workload that sends them.</param>
/// <param name="Url">What is asked.</param>
/// <param name="Requests">How many.</param>
/// <param name="Headers">Headers that are sent along.</param>
public sealed record LabTraffic(string From, Uri Url, int Requests, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The method.</summary>
    /// <value>Default: <c>GET</c>.</value>
    public string Method { get; init; } = "GET";

    /// <summary>How many are on their way at the same time, from 1.</summary>
    /// <value>Default: 4.</value>
    public int Concurrency { get; init; } = 4;
}

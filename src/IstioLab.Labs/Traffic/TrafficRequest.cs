namespace IstioLab.Labs.Traffic;

/// <summary>Requests to send from a pod.</summary>
public sealed record TrafficRequest
{
    /// <summary>What is asked.</summary>
    public required string Url { get; init; }

    /// <summary>The method.</summary>
    /// <value>Default: <c>GET</c>.</value>
    public string Method { get; init; } = "GET";

    /// <summary>Headers that are sent along.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>How many; null for no end, until the call is cancelled.</summary>
    /// <value>Default: 1.</value>
    public int? Count { get; init; } = 1;

    /// <summary>How many at the same time.</summary>
    /// <value>Default: 1.</value>
    public int Concurrency { get; init; } = 1;

    /// <summary>The longest that one request may take.</summary>
    /// <value>Default: 10 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether answers keep their body and headers.</summary>
    /// <value>Default: false.</value>
    public bool KeepBodies { get; init; }

    /// <summary>The pause after each request.</summary>
    /// <value>Default: none.</value>
    public TimeSpan Pause { get; init; }
}

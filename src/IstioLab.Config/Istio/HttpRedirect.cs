namespace IstioLab.Config.Istio;

/// <summary>A redirect as written.</summary>
internal sealed record HttpRedirect
{
    public string Uri { get; init; } = "";

    public string Authority { get; init; } = "";

    public string Scheme { get; init; } = "";

    public int Code { get; init; }

    public int? Port { get; init; }

    public string? DerivePort { get; init; }
}

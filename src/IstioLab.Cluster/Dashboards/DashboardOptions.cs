namespace IstioLab.Cluster.Dashboards;

/// <summary>How the Aspire dashboard is found and started.</summary>
public sealed record DashboardOptions
{
    /// <summary>The folder that installed tools go to, once per user: <c>$ISTIOLAB_HOME/tools</c>.</summary>
    public required string InstallFolder { get; init; }

    /// <summary>A folder that is searched for tools before the PATH; null for the PATH alone.</summary>
    public string? ToolFolder { get; init; }

    /// <summary>The name in the page's title. <c>IstioLab</c> by default.</summary>
    public string ApplicationName { get; init; } = "IstioLab";

    /// <summary>The port of the pages; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The gRPC address of the resource service; null hides the pages Resources and Console.</summary>
    public Uri? ResourceServiceUrl { get; init; }

    /// <summary>The key the dashboard shows to the resource service; null when it asks for none.</summary>
    public string? ResourceServiceApiKey { get; init; }

    /// <summary>How long the dashboard may take to answer. Two minutes by default: a laptop on battery needs ten seconds, a busy build machine one minute.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);
}

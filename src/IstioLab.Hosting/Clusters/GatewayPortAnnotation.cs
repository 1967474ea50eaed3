using Aspire.Hosting.ApplicationModel;

namespace IstioLab.Hosting.Clusters;

/// <summary>The port of this machine that the AppHost gives to the ingress gateway.</summary>
/// <param name="Port">From 1 to 65535.</param>
internal sealed record GatewayPortAnnotation(int Port) : IResourceAnnotation
{
    /// <summary>The address that people open.</summary>
    public Uri Url => new($"http://127.0.0.1:{Port}");
}

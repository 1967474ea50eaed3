using System.Globalization;
using IstioLab.Config.Discovery;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Names of statistics by the mesh's pattern. Follows <c>BuildStatPrefix</c>.</summary>
internal static class StatNames
{
    /// <summary>Fills a pattern; a service that Kubernetes does not know goes by its host.</summary>
    /// <param name="pattern">Text with <c>%SERVICE%</c>, <c>%SERVICE_NAME%</c>, <c>%SERVICE_FQDN%</c>, <c>%SERVICE_PORT%</c>, <c>%SERVICE_PORT_NAME%</c>, <c>%TARGET_PORT%</c> and <c>%SUBSET_NAME%</c>.</param>
    /// <param name="service">The service.</param>
    /// <param name="port">Its port.</param>
    /// <param name="subset">The subset; empty for the whole service.</param>
    /// <param name="targetPort">The port of the container; outbound there is none, 0.</param>
    public static string Fill(string pattern, MeshService service, ServicePort port, string subset, int targetPort = 0) => pattern.Length == 0 ? "" : pattern
        .Replace("%SERVICE%", service.IsKubernetes ? $"{service.Name}.{service.Namespace}" : service.Hostname, StringComparison.Ordinal)
        .Replace("%SERVICE_NAME%", service.IsKubernetes ? service.Name : service.Hostname, StringComparison.Ordinal)
        .Replace("%SERVICE_FQDN%", service.Hostname, StringComparison.Ordinal)
        .Replace("%SUBSET_NAME%", subset, StringComparison.Ordinal)
        .Replace("%TARGET_PORT%", targetPort.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("%SERVICE_PORT%", port.Number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("%SERVICE_PORT_NAME%", port.Name, StringComparison.Ordinal);
}

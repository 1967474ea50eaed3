using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using IstioLab.Cluster.Environments;

namespace IstioLab.Hosting.Clusters;

/// <summary>A kubeconfig for containers, which reach this machine by another name than it has for itself.</summary>
internal static partial class ContainerKubeconfig
{
    /// <summary>Where a container finds it.</summary>
    public const string Folder = "/var/run/istiolab";

    private const string FileName = "kubeconfig";
    private const string EndpointName = "api";
    private const string PortFile = "port";

    /// <summary>Gives it to a container.</summary>
    public static void Add(IResourceBuilder<ContainerResource> container, IResourceBuilder<IstioLabClusterResource> cluster)
    {
        var endpoint = EndpointOf(cluster);
        container
            .WithEnvironment("KUBECONFIG", $"{Folder}/{FileName}")
            .WithContainerFiles(Folder, async (_, cancellationToken) =>
            {
                var text = await File.ReadAllTextAsync(cluster.Resource.CurrentKubeconfig, cancellationToken);
                var context = new ValueProviderContext { Network = KnownNetworkIdentifiers.DefaultAspireContainerNetwork };
                var address = endpoint is null ? null : await endpoint.Property(EndpointProperty.HostAndPort).GetValueAsync(context, cancellationToken);
                return [new ContainerFile { Name = FileName, Contents = address is null ? text : Rewrite(text, address) }];
            })
            .WaitFor(cluster);
    }

    /// <summary>Replaces the server's address; the certificate is still that of the machine's own name.</summary>
    public static string Rewrite(string kubeconfig, string address) =>
        Server().Replace(kubeconfig, match => $"{match.Groups["indent"].Value}server: https://{address}\n{match.Groups["indent"].Value}tls-server-name: localhost");

    /// <summary>The API server as an endpoint, so that Aspire leads containers to it; only the embedded cluster's is a process's own.</summary>
    private static EndpointReference? EndpointOf(IResourceBuilder<IstioLabClusterResource> cluster)
    {
        if (cluster.Resource.Kind != IstioLabClusterKind.Embedded)
        {
            return null;
        }

        if (cluster.Resource.Annotations.OfType<EndpointAnnotation>().All(endpoint => endpoint.Name != EndpointName))
        {
            var port = PortOf(cluster.Resource.Environment);
            cluster.WithEndpoint(port, port, "https", EndpointName, isProxied: false);
        }

        return cluster.GetEndpoint(EndpointName);
    }

    /// <summary>The port that the cluster will take: that of the last run, else a free one that is left for it.</summary>
    private static int PortOf(EnvironmentFolder environment)
    {
        if (int.TryParse(environment.ReadText(PortFile), NumberStyles.Integer, CultureInfo.InvariantCulture, out var last))
        {
            return last;
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        environment.WriteText(PortFile, port.ToString(CultureInfo.InvariantCulture));
        return port;
    }

    [GeneratedRegex(@"(?<indent>[ ]*)server:[ ]*https://\S+")]
    private static partial Regex Server();
}

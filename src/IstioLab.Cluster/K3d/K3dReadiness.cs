using System.Globalization;
using System.Net.Sockets;
using IstioLab.Cluster.Providers;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace IstioLab.Cluster.K3d;

/// <summary>
/// Waits until a new cluster can be used. k3d is content with a line in the node's log, which comes before the node is Ready and DNS
/// answers.
/// </summary>
internal sealed class K3dReadiness(IKubernetes client, TimeProvider time)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    /// <summary>The last known state, for a line of progress.</summary>
    public string State { get; private set; } = "waiting for the API server";

    /// <exception cref="ClusterFailedException">It was not ready in time; the message has the last known state.</exception>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!await IsReadyAsync(cancellationToken))
        {
            if (time.GetElapsedTime(started) > timeout)
            {
                throw new ClusterFailedException($"The cluster is not ready after {timeout.TotalSeconds:0} s: {State}.");
            }

            await Task.Delay(s_look, time, cancellationToken);
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            var nodes = (await client.CoreV1.ListNodeAsync(cancellationToken: cancellationToken)).Items;
            var ready = nodes.Count(IsReady);
            if (nodes.Count == 0 || ready < nodes.Count)
            {
                State = string.Create(CultureInfo.InvariantCulture, $"{ready}/{nodes.Count} nodes Ready{Reason(nodes)}");
                return false;
            }

            var dns = await client.AppsV1.ListNamespacedDeploymentAsync("kube-system", cancellationToken: cancellationToken);
            if (dns.Items.FirstOrDefault(item => item.Name() == "coredns")?.Status?.AvailableReplicas is not > 0)
            {
                State = $"nodes Ready, CoreDNS not yet available{await WaitingAsync("kube-system", cancellationToken)}";
                return false;
            }

            var endpoints = await client.DiscoveryV1.ListNamespacedEndpointSliceAsync("default", cancellationToken: cancellationToken);
            State = "nodes Ready, CoreDNS available, no endpoint of the API server yet";
            return endpoints.Items.Any(slice => slice.GetLabel("kubernetes.io/service-name") == "kubernetes" && slice.Endpoints.Count > 0);
        }
        catch (Exception notYet) when (notYet is HttpRequestException or HttpOperationException or SocketException or IOException)
        {
            State = $"the API server does not answer yet ({notYet.Message})";
            return false;
        }
    }

    private async Task<string> WaitingAsync(string ns, CancellationToken cancellationToken)
    {
        var pods = await client.CoreV1.ListNamespacedPodAsync(ns, cancellationToken: cancellationToken);
        return Istio.PodTrouble.Find(pods.Items) is { } trouble ? $": {trouble}" : "";
    }

    private static bool IsReady(V1Node node) => node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;

    private static string Reason(IEnumerable<V1Node> nodes) =>
        nodes.Where(node => !IsReady(node)).Select(node => node.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Ready")?.Message)
            .FirstOrDefault(message => message is { Length: > 0 }) is { } message ? $": {message}" : "";
}

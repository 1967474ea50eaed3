using System.Net;
using System.Text.Json.Nodes;

namespace IstioLab.Labs.Api;

/// <summary>Finds pods by the names that people use.</summary>
public static class Workloads
{
    /// <summary>The pods of a namespace.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="ns">The namespace; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<IReadOnlyList<PodView>> ListPodsAsync(KubeApi api, string? ns, CancellationToken cancellationToken)
    {
        var path = ns is null ? "api/v1/pods" : $"api/v1/namespaces/{ns}/pods";
        return [.. (await api.ListAsync(path, cancellationToken)).Select(PodView.Read)];
    }

    /// <summary>Finds a running pod of a workload: of the Deployment with the name, else the pod with the name.</summary>
    /// <exception cref="KubeApiException">There is none; the message says which names there are.</exception>
    public static async Task<PodView> FindPodAsync(KubeApi api, WorkloadName workload, CancellationToken cancellationToken)
    {
        var pods = await ListPodsAsync(api, workload.Namespace, cancellationToken);
        var exact = pods.FirstOrDefault(pod => pod.Name == workload.Name);
        if (exact is not null)
        {
            return exact;
        }

        var deployment = await api.FindAsync($"apis/apps/v1/namespaces/{workload.Namespace}/deployments/{workload.Name}", cancellationToken);
        if (deployment is null)
        {
            throw new KubeApiException(await UnknownAsync(api, workload, cancellationToken), HttpStatusCode.NotFound);
        }

        var selector = deployment["spec"]?["selector"]?["matchLabels"] as JsonObject ?? [];
        return pods.Where(pod => selector.All(label => pod.Labels.GetValueOrDefault(label.Key) == (string?)label.Value))
            .OrderByDescending(pod => pod.IsReady)
            .ThenByDescending(pod => pod.CreationTime)
            .FirstOrDefault(pod => !pod.Terminating && pod.Phase == "Running")
            ?? throw new KubeApiException($"Deployment '{workload}' has no running pod. See 'kubectl -n {workload.Namespace} get pods'.");
    }

    private static async Task<string> UnknownAsync(KubeApi api, WorkloadName workload, CancellationToken cancellationToken)
    {
        var deployments = await api.ListAsync($"apis/apps/v1/namespaces/{workload.Namespace}/deployments", cancellationToken);
        var names = string.Join(", ", deployments.Select(deployment => (string?)deployment["metadata"]?["name"]));
        return names.Length == 0
            ? $"Namespace '{workload.Namespace}' has no Deployment and no pod named '{workload.Name}'; it has no Deployment at all. Name the namespace with '-n' or as 'NAMESPACE/NAME'."
            : $"Namespace '{workload.Namespace}' has no Deployment and no pod named '{workload.Name}'. Its Deployments are {names}.";
    }
}

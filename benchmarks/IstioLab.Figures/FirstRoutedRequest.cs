using System.Text;
using k8s;
using k8s.Models;

namespace IstioLab.Figures;

/// <summary>Turns injection on for the lab's namespace, lets its Deployments roll, and sends one request that a sidecar must have routed.</summary>
internal static class FirstRoutedRequest
{
    private static readonly string[] s_deployments = ["apps-client", "apps-v1", "apps-v2"];

    public static async Task WaitAsync(LabUnderMeasure lab, CancellationToken cancellationToken)
    {
        var label = new V1Patch(new { metadata = new { labels = new Dictionary<string, string> { ["istio-injection"] = "enabled" } } }, V1Patch.PatchType.MergePatch);
        await lab.Api.CoreV1.PatchNamespaceAsync(label, LabUnderMeasure.Namespace, cancellationToken: cancellationToken);
        var roll = new V1Patch(
            new { spec = new { template = new { metadata = new { annotations = new Dictionary<string, string> { ["figures/roll"] = "1" } } } } },
            V1Patch.PatchType.MergePatch);
        foreach (var deployment in s_deployments)
        {
            await lab.Api.AppsV1.PatchNamespacedDeploymentAsync(roll, deployment, LabUnderMeasure.Namespace, cancellationToken: cancellationToken);
        }

        var pod = await WaitForClientAsync(lab, cancellationToken);
        var answer = await CurlAsync(lab, pod, cancellationToken);
        if (!answer.Contains("x-envoy-upstream-service-time", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"The first request did not pass a sidecar: '{answer}'.");
        }
    }

    private static async Task<string> WaitForClientAsync(LabUnderMeasure lab, CancellationToken cancellationToken)
    {
        var ready = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var (_, pod) in lab.Api.CoreV1.WatchListNamespacedPodAsync(LabUnderMeasure.Namespace, cancellationToken: cancellationToken))
        {
            var isReady = pod.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;
            if (isReady && pod.Spec.Containers.Count == 2 && s_deployments.FirstOrDefault(name => pod.Name().StartsWith(name, StringComparison.Ordinal)) is { } deployment)
            {
                ready[deployment] = pod.Name();
            }

            if (ready.Count == s_deployments.Length)
            {
                break;
            }
        }

        return ready["apps-client"];
    }

    private static async Task<string> CurlAsync(LabUnderMeasure lab, string pod, CancellationToken cancellationToken)
    {
        var answer = new StringBuilder();
        await lab.Api.NamespacedPodExecAsync(
            pod,
            LabUnderMeasure.Namespace,
            "c1",
            ["curl", "-s", "-i", "http://apps-svc-all"],
            tty: false,
            async (_, output, _) =>
            {
                using var reader = new StreamReader(output);
                answer.Append(await reader.ReadToEndAsync(cancellationToken));
            },
            cancellationToken);
        return answer.ToString();
    }
}

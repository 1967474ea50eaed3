using System.Text.Json;
using k8s;
using k8s.Models;

namespace IstioLab.Figures;

/// <summary>Sends all traffic of the canary lab to one version.</summary>
internal static class Weights
{
    /// <summary>Returns the generation that the VirtualService has then.</summary>
    public static async Task<long> ShiftAsync(LabUnderMeasure lab, string version, CancellationToken cancellationToken)
    {
        var first = version == "c1" ? 100 : 0;
        var patch = new V1Patch(
            new
            {
                spec = new
                {
                    http = new[]
                    {
                        new
                        {
                            route = new[]
                            {
                                new { destination = new { host = "apps-svc-v1" }, weight = first },
                                new { destination = new { host = "apps-svc-v2" }, weight = 100 - first },
                            },
                        },
                    },
                },
            },
            V1Patch.PatchType.MergePatch);
        var stored = (JsonElement)await lab.Api.CustomObjects.PatchNamespacedCustomObjectAsync(
            patch, "networking.istio.io", "v1", LabUnderMeasure.Namespace, "virtualservices", "apps-svc-all-vs",
            cancellationToken: cancellationToken);
        return stored.GetProperty("metadata").GetProperty("generation").GetInt64();
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>Replaces the pods of a Deployment: a new annotation in the pod template makes it roll.</summary>
internal sealed class RestartCommand(IClusterApi api, TimeProvider time) : IResourceCommand
{
    public string Name => LabCommandNames.Restart;

    public async Task<LabCommandResult> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var patch = new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject
                    {
                        ["annotations"] = new JsonObject { ["kubectl.kubernetes.io/restartedAt"] = time.GetUtcNow().ToString("o", CultureInfo.InvariantCulture) },
                    },
                },
            },
        };
        await api.ChangeAsync(HttpMethod.Patch, ObjectPaths.Of(call.Resource.Object!), patch, ObjectPaths.StrategicPatch, cancellationToken);
        return new LabCommandResult(true, $"{call.Subject} is being restarted.");
    }
}

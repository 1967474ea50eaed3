using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Labs.Api;

namespace IstioLab.Labs.Resources;

/// <summary>Carries out the commands of resources through the Kubernetes API.</summary>
public sealed class ResourceCommands(IClusterApi api, ResourceHub hub, TimeProvider time)
{
    private const string MergePatch = "application/merge-patch+json";
    private const string StrategicPatch = "application/strategic-merge-patch+json";
    private const string JsonBody = "application/json";

    /// <summary>Carries out a command.</summary>
    /// <param name="resourceName">The resource.</param>
    /// <param name="commandName">One of its commands.</param>
    /// <param name="arguments">Values of its arguments; a missing one has its default.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was done, or why it was not. Wrong input is an answer, not an exception.</returns>
    public async Task<LabCommandResult> ExecuteAsync(
        string resourceName, string commandName, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        if (hub.Find(resourceName) is not { } resource)
        {
            return new LabCommandResult(false, $"There is no resource '{resourceName}' any more.");
        }

        if (resource.Commands.FirstOrDefault(entry => entry.Name == commandName) is not { } command)
        {
            var names = string.Join(", ", resource.Commands.Select(entry => $"'{entry.Name}'"));
            return new LabCommandResult(false, $"{resource.Type} '{resource.DisplayName}' has no command '{commandName}'. It has {(names.Length > 0 ? names : "none")}.");
        }

        try
        {
            return commandName switch
            {
                CommandList.RestartName => await RestartAsync(resource, cancellationToken),
                CommandList.DeleteName => await DeleteAsync(resource, cancellationToken),
                _ => await ShiftAsync(resource, command, arguments, cancellationToken),
            };
        }
        catch (KubeApiException refused)
        {
            return new LabCommandResult(false, refused.Message);
        }
    }

    private async Task<LabCommandResult> RestartAsync(LabResource resource, CancellationToken cancellationToken)
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
        await api.ChangeAsync(HttpMethod.Patch, PathOf(resource, "apis/apps/v1", "deployments"), patch, StrategicPatch, cancellationToken);
        return new LabCommandResult(true, $"Deployment '{resource.DisplayName}' is being restarted.");
    }

    private async Task<LabCommandResult> DeleteAsync(LabResource resource, CancellationToken cancellationToken)
    {
        await api.ChangeAsync(HttpMethod.Delete, PathOf(resource, "api/v1", "pods"), null, JsonBody, cancellationToken);
        return new LabCommandResult(true, $"Pod '{resource.DisplayName}' is being deleted.");
    }

    private async Task<LabCommandResult> ShiftAsync(
        LabResource resource, LabCommand command, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        var weights = new List<int>();
        foreach (var argument in command.Arguments)
        {
            var text = arguments.GetValueOrDefault(argument.Name) is { Length: > 0 } given ? given : argument.Default;
            if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var weight) || weight is < 0 or > 100)
            {
                return new LabCommandResult(false, $"{resource.Type} '{resource.DisplayName}': weight '{text}' of '{argument.Label}' must be a whole number from 0 to 100.");
            }

            weights.Add(weight);
        }

        if (weights.Sum() != 100)
        {
            return new LabCommandResult(
                false, $"{resource.Type} '{resource.DisplayName}': weights '{string.Join(", ", weights)}' add up to {weights.Sum()}; they must add up to 100.");
        }

        var path = PathOf(resource, "apis/networking.istio.io/v1", "virtualservices");
        var service = await api.GetAsync(path, cancellationToken);
        var route = service.Items("spec", "http").FirstOrDefault(entry => entry.Items("route").Count() == weights.Count);
        if (route is null)
        {
            return new LabCommandResult(false, $"{resource.Type} '{resource.DisplayName}' has no route with {weights.Count} destinations any more.");
        }

        foreach (var (destination, weight) in route.Items("route").Zip(weights))
        {
            destination["weight"] = weight;
        }

        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = service.Text("metadata", "resourceVersion") },
            ["spec"] = new JsonObject { ["http"] = service.At("spec", "http")!.DeepClone() },
        };
        await api.ChangeAsync(HttpMethod.Patch, path, patch, MergePatch, cancellationToken);
        var split = string.Join(" · ", command.Arguments.Zip(weights).Select(pair => $"{pair.Second} % {pair.First.Label.Replace(" (%)", "", StringComparison.Ordinal)}"));
        return new LabCommandResult(true, $"{resource.Type} '{resource.DisplayName}' now splits {split}.");
    }

    private static string PathOf(LabResource resource, string root, string plural)
    {
        var ns = resource.Properties.First(property => property.Name == "object.namespace").Value;
        var name = resource.DisplayName[(resource.DisplayName.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return $"{root}/namespaces/{ns}/{plural}/{name}";
    }
}

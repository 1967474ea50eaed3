using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Defaults;

/// <summary>Pods, their containers and volumes. See https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/</summary>
internal static class PodDefaults
{
    /// <summary>A pod's links to Services, and requests from limits; neither is filled in inside of a template.</summary>
    public static void Pod(JsonObject pod)
    {
        if (pod.Map("spec") is not { } spec)
        {
            return;
        }

        spec.Fill("enableServiceLinks", true);
        foreach (var resources in spec.Objects("containers").Concat(spec.Objects("initContainers")).Select(static container => container.Map("resources")))
        {
            if (resources?.Map("limits") is not { } limits)
            {
                continue;
            }

            resources.Fill("requests", new JsonObject());
            foreach (var (name, amount) in limits.Where(static limit => limit.Value is not null))
            {
                (resources["requests"] as JsonObject)?.Fill(name, amount!.DeepClone());
            }
        }
    }

    /// <summary>The old and the new name of the service account are one value; on the node's network a port is its own host port.</summary>
    public static void Spec(JsonObject spec)
    {
        var account = spec.Text("serviceAccountName") is { Length: > 0 } name ? name : spec.Text("serviceAccount");
        if (account.Length > 0)
        {
            spec["serviceAccountName"] = account;
            spec["serviceAccount"] = account;
        }

        if (spec["hostNetwork"]?.ToJsonString() == "true")
        {
            foreach (var port in spec.Objects("containers").SelectMany(static container => container.Objects("ports")))
            {
                if (port["containerPort"] is { } number)
                {
                    port.Fill("hostPort", number.DeepClone());
                }
            }
        }
    }

    /// <summary>An image without a tag, or with :latest, is pulled each time.</summary>
    public static void Container(JsonObject container)
    {
        if (container.Text("imagePullPolicy").Length > 0)
        {
            return;
        }

        var image = container.Text("image");
        var digest = image.Contains('@', StringComparison.Ordinal);
        var name = image[(image.LastIndexOf('/') + 1)..];
        var colon = name.LastIndexOf(':');
        var latest = !digest && (colon < 0 || name[(colon + 1)..] == "latest");
        container["imagePullPolicy"] = latest ? "Always" : "IfNotPresent";
    }

    /// <summary>A volume without a source is an empty folder.</summary>
    public static void Volume(JsonObject volume)
    {
        if (volume.All(static pair => pair.Key == "name"))
        {
            volume["emptyDir"] = new JsonObject();
        }
    }
}

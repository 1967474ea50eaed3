using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Defaults;

/// <summary>Deployments, StatefulSets, DaemonSets, ReplicationControllers and Jobs.</summary>
internal static class WorkloadDefaults
{
    /// <summary>The settings of a rolling update exist only for that strategy.</summary>
    public static void RollingUpdate(JsonObject strategy)
    {
        if (strategy.Text("type") is "" or "RollingUpdate")
        {
            strategy.Fill("rollingUpdate", new JsonObject());
        }
    }

    /// <summary>Labels and selector are taken from the template.</summary>
    public static void ReplicationController(JsonObject controller)
    {
        if (controller.Map("spec") is not { } spec || spec.Map("template")?.Map("metadata")?.Map("labels") is not { Count: > 0 } labels)
        {
            return;
        }

        spec.Fill("selector", labels.DeepClone());
        controller.Map("metadata")?.Fill("labels", labels.DeepClone());
    }

    /// <summary>A Job that says neither runs one pod once.</summary>
    public static void JobSpec(JsonObject spec)
    {
        if (spec["completions"] is null && spec["parallelism"] is null)
        {
            spec["completions"] = 1;
        }

        spec.Fill("parallelism", 1);
    }
}

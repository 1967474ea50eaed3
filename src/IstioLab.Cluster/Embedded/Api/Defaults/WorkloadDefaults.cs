using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Defaults;

/// <summary>Defaults of workloads.</summary>
internal static class WorkloadDefaults
{
    public static void Deployment(JsonObject body)
    {
        if (body["spec"] is not JsonObject spec) return;
        spec.Default("replicas", 1);
        PodDefaults.ApplyTemplate(spec["template"]);
        var strategy = spec.EnsureObject("strategy");
        strategy.Default("type", "RollingUpdate");
        if (JsonValues.Text(strategy["type"]) == "RollingUpdate")
        {
            var rolling = strategy.EnsureObject("rollingUpdate");
            rolling.Default("maxUnavailable", "25%");
            rolling.Default("maxSurge", "25%");
        }
        spec.Default("revisionHistoryLimit", 10);
        spec.Default("progressDeadlineSeconds", 600);
        body.EnsureObject("status");
    }

    public static void ReplicaSet(JsonObject body)
    {
        if (body["spec"] is not JsonObject spec) return;
        spec.Default("replicas", 1);
        PodDefaults.ApplyTemplate(spec["template"]);
        if (body.EnsureObject("status") is { Count: 0 } status) status["replicas"] = 0;
    }

    public static void StatefulSet(JsonObject body)
    {
        if (body["spec"] is not JsonObject spec) return;
        spec.Default("replicas", 1);
        spec.Default("podManagementPolicy", "OrderedReady");
        PodDefaults.ApplyTemplate(spec["template"]);
        var strategy = spec.EnsureObject("updateStrategy");
        strategy.Default("type", "RollingUpdate");
        if (JsonValues.Text(strategy["type"]) == "RollingUpdate") strategy.EnsureObject("rollingUpdate").Default("partition", 0);
        spec.Default("revisionHistoryLimit", 10);
        foreach (var claim in JsonValues.Objects(spec["volumeClaimTemplates"])) OtherDefaults.PersistentVolumeClaim(claim);
        var retention = spec.EnsureObject("persistentVolumeClaimRetentionPolicy");
        retention.Default("whenDeleted", "Retain");
        retention.Default("whenScaled", "Retain");
        if (body.EnsureObject("status") is { Count: 0 } status) status["replicas"] = 0;
    }

    public static void DaemonSet(JsonObject body)
    {
        if (body["spec"] is not JsonObject spec) return;
        PodDefaults.ApplyTemplate(spec["template"]);
        var strategy = spec.EnsureObject("updateStrategy");
        strategy.Default("type", "RollingUpdate");
        if (JsonValues.Text(strategy["type"]) == "RollingUpdate")
        {
            var rolling = strategy.EnsureObject("rollingUpdate");
            rolling.Default("maxUnavailable", 1);
            rolling.Default("maxSurge", 0);
        }
        spec.Default("revisionHistoryLimit", 10);
        if (body.EnsureObject("status") is not { Count: 0 } status) return;
        foreach (var name in new[] { "currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady" }) status[name] = 0;
    }

    public static void Job(JsonObject body)
    {
        if (body["spec"] is JsonObject spec) JobSpec(spec);
        body.EnsureObject("status");
    }

    public static void CronJob(JsonObject body)
    {
        if (body["spec"] is not JsonObject spec) return;
        spec.Default("concurrencyPolicy", "Allow");
        spec.Default("suspend", false);
        spec.Default("successfulJobsHistoryLimit", 3);
        spec.Default("failedJobsHistoryLimit", 1);
        if (JsonValues.At(spec, "jobTemplate", "spec") is JsonObject template) PodDefaults.ApplyTemplate(template["template"]);
        body.EnsureObject("status");
    }

    private static void JobSpec(JsonObject spec)
    {
        if (spec["completions"] is null && spec["parallelism"] is null) spec["completions"] = 1;
        spec.Default("parallelism", 1);
        spec.Default("backoffLimit", 6);
        spec.Default("completionMode", "NonIndexed");
        spec.Default("suspend", false);
        spec.Default("podReplacementPolicy", spec["podFailurePolicy"] is null ? "TerminatingOrFailed" : "Failed");
        PodDefaults.ApplyTemplate(spec["template"]);
    }
}

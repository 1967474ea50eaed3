using System.Text.Json.Nodes;
using IstioLab.Config.Schemas.Defaults;

namespace IstioLab.Config.Schemas.BuiltIn;

/// <summary>Jobs and CronJobs.</summary>
internal static class JobRules
{
    private static readonly string[] s_counts = ["parallelism", "completions", "backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished"];

    public static void Spec(ProblemList problems, string path, JsonObject? spec)
    {
        foreach (var count in s_counts)
        {
            problems.NotNegative(spec ?? [], count, path);
        }

        PodRules.Spec(problems, $"{path}.template.spec", spec?.Map("template")?.Map("spec"), ["OnFailure", "Never"]);
    }

    public static void CronJob(ProblemList problems, JsonObject body)
    {
        var spec = body["spec"] as JsonObject ?? [];
        if (spec.Text("schedule").Length == 0)
        {
            problems.Required("spec.schedule");
        }

        problems.OneOf("spec.concurrencyPolicy", spec.Text("concurrencyPolicy"), "Allow", "Forbid", "Replace");
        Spec(problems, "spec.jobTemplate.spec", spec.Map("jobTemplate")?.Map("spec"));
    }
}

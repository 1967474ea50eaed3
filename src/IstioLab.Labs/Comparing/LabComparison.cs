using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Running;

namespace IstioLab.Labs.Comparing;

/// <summary>
/// Runs a lab on two clusters, step by step at the same time, and lists what both showed. A lab that a cluster cannot run is a difference,
/// no error: the comparison goes on with the next one.
/// </summary>
/// <param name="left">One cluster.</param>
/// <param name="right">The other.</param>
/// <param name="time">The clock.</param>
public sealed class LabComparison(ComparedSide left, ComparedSide right, TimeProvider time)
{
    private const string Failed = "failed: ";

    // An answer that chance decides, such as that of an injected fault, is asked for so often before it counts as a difference.
    private const int Repetitions = 40;

    /// <summary>Runs one lab and removes it again.</summary>
    /// <param name="name">The lab.</param>
    /// <param name="onStep">Gets each step when it begins.</param>
    /// <param name="cancellationToken">Ends it; what is applied is removed by whoever removes the environments.</param>
    public async Task<IReadOnlyList<Observation>> RunAsync(string name, Action<LabStep> onStep, CancellationToken cancellationToken)
    {
        var (leftLab, rightLab) = (Load(left, name), Load(right, name));
        var (leftRunner, rightRunner) = (Runner(left, leftLab), Runner(right, rightLab));
        List<Observation> observations = [];
        foreach (var step in leftLab.Steps)
        {
            onStep(step);
            var seen = await BothAsync(ObserveAsync(left, leftLab, leftRunner, step, cancellationToken), ObserveAsync(right, rightLab, rightRunner, step, cancellationToken));
            observations.AddRange(Compare(name, step, seen.Left, seen.Right));
            observations.AddRange(await CompareProbesAsync(leftLab, step, seen.Left, seen.Right, cancellationToken));
            if (seen.Left.Failure is not null || seen.Right.Failure is not null)
            {
                break;
            }
        }

        await BothAsync(RemoveAsync(leftRunner, cancellationToken), RemoveAsync(rightRunner, cancellationToken));
        return observations;
    }

    private async Task<StepSight> ObserveAsync(ComparedSide side, LabDefinition lab, LabRunner runner, LabStep step, CancellationToken cancellationToken)
    {
        try
        {
            await runner.ApplyAsync(step, null, cancellationToken);
            var report = await runner.CheckSettledAsync(step, cancellationToken);
            var probes = step.Traffic is { } traffic
                ? await new ProbeSender(side.Api, time).SendAsync(lab.Namespace, traffic.From, [.. ProbeRequests.Of(traffic)], cancellationToken)
                : [];
            return new StepSight(report, probes, null);
        }
        catch (KubeApiException refused)
        {
            return new StepSight(null, [], Failed + refused.Message);
        }
    }

    private static IEnumerable<Observation> Compare(string lab, LabStep step, StepSight left, StepSight right)
    {
        Observation Texts(string subject, string leftText, string rightText) => new(lab, step.Number, subject, leftText, rightText, leftText == rightText);
        if (left.Report is not { } leftReport || right.Report is not { } rightReport)
        {
            yield return new Observation(lab, step.Number, "step", left.Failure ?? "done", right.Failure ?? "done", false);
            yield break;
        }

        yield return Texts("check", Verdict(leftReport), Verdict(rightReport)) with { IsAlike = leftReport.Passed == rightReport.Passed };
        yield return Texts("READY", Ready(leftReport), Ready(rightReport));
        if (step.Traffic is null)
        {
            yield break;
        }

        yield return new Observation(
            lab,
            step.Number,
            "split",
            SplitComparison.Write(leftReport.Observed),
            SplitComparison.Write(rightReport.Observed),
            SplitComparison.AreAlike(leftReport.Observed, rightReport.Observed));
        yield return Texts("flags", Flags(leftReport), Flags(rightReport));
    }

    private async Task<IReadOnlyList<Observation>> CompareProbesAsync(
        LabDefinition lab, LabStep step, StepSight leftSight, StepSight rightSight, CancellationToken cancellationToken)
    {
        List<Observation> observations = [];
        if (step.Traffic is null || leftSight.Failure is not null || rightSight.Failure is not null)
        {
            return observations;
        }

        foreach (var (request, index) in ProbeRequests.Of(step.Traffic).Select((request, index) => (request, index)))
        {
            var (leftText, rightText) = (leftSight.Probes[index], rightSight.Probes[index]);
            var alike = leftText == rightText;
            if (!alike)
            {
                var repeated = Enumerable.Repeat(request, Repetitions).ToList();
                var (leftTexts, rightTexts) = await BothAsync(
                    new ProbeSender(left.Api, time).SendAsync(lab.Namespace, step.Traffic.From, repeated, cancellationToken),
                    new ProbeSender(right.Api, time).SendAsync(lab.Namespace, step.Traffic.From, repeated, cancellationToken));
                alike = SplitComparison.AreAlike(Count(leftTexts), Count(rightTexts));
            }

            observations.Add(new Observation(lab.Name, step.Number, request.Name, leftText, rightText, alike));
        }

        return observations;
    }

    private static Dictionary<string, int> Count(IEnumerable<string> texts) => texts.CountBy(text => text, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    private static string Verdict(StepReport report) => report.Passed ? "passed" : Failed + string.Join(" ", report.Problems);

    private static string Ready(StepReport report) => string.Join(", ", report.Pods.Values.Distinct().Order(StringComparer.Ordinal));

    private static string Flags(StepReport report) =>
        report.Flags.Count == 0 ? "-" : string.Join(", ", report.Flags.Keys.Order(StringComparer.Ordinal));

    private LabRunner Runner(ComparedSide side, LabDefinition lab) => new(side.Api, lab, time);

    private static LabDefinition Load(ComparedSide side, string name)
    {
        var loaded = side.Labs.Load(name);
        return loaded.Lab ?? throw new KubeApiException($"Lab '{name}' cannot be loaded: {string.Join("; ", loaded.Problems)}");
    }

    private static async Task<bool> RemoveAsync(LabRunner runner, CancellationToken cancellationToken)
    {
        await runner.RemoveAsync(cancellationToken);
        return true;
    }

    private static async Task<(T Left, T Right)> BothAsync<T>(Task<T> left, Task<T> right)
    {
        await Task.WhenAll(left, right);
        return (await left, await right);
    }
}

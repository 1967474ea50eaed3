using System.Globalization;
using IstioLab.Labs.Api;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Manifests;
using IstioLab.Labs.Statistics;
using IstioLab.Labs.Traffic;

namespace IstioLab.Labs.Running;

/// <summary>Observes a running environment: reads objects and sends the step's requests. It applies nothing.</summary>
public sealed class LabObserver(KubeApi api, LabDefinition lab, TimeProvider time)
{
    /// <summary>
    /// Finds the step that the environment is at: the last one whose objects are all as the lab applies them and whose pods are as it
    /// expects, whoever applied them; when there is none, the one with the fewest differences.
    /// </summary>
    /// <param name="lastApplied">The number of the step that was applied last by the lab itself; it wins among equals. 0 for none.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<LabStep> FindStepAsync(int lastApplied, CancellationToken cancellationToken)
    {
        List<(LabStep Step, int Differences)> candidates = [];
        foreach (var step in lab.Steps.Reverse())
        {
            var status = await ReadAsync(step, cancellationToken);
            var differences = status.Differences.Count + status.NotReady(step.Expect.Ready).Count;
            if (differences == 0 && status.Pods.Count > 0)
            {
                return step;
            }

            candidates.Add((step, differences));
        }

        return candidates.OrderBy(candidate => candidate.Differences)
            .ThenBy(candidate => candidate.Step.Number == lastApplied ? 0 : 1)
            .ThenBy(candidate => candidate.Step.Number)
            .First().Step;
    }

    /// <summary>Reads objects and pods.</summary>
    public async Task<LabStatus> ReadAsync(LabStep step, CancellationToken cancellationToken)
    {
        List<string> differences = [];
        foreach (var source in LabFiles.ReadSourcesUpTo(lab, step))
        {
            var version = source.Id.Group.Length == 0 ? source.Version : $"{source.Id.Group}/{source.Version}";
            var place = await api.FindPlaceAsync(version, source.Id.Kind, cancellationToken);
            differences.AddRange(Drift.Find(source, lab.Target.Images, await api.FindAsync(place.Object(source.Id.Namespace, source.Id.Name), cancellationToken)));
        }

        var pods = await Workloads.ListPodsAsync(api, lab.Namespace, cancellationToken);
        var staying = pods.Where(pod => !pod.Terminating && pod.Phase is not ("Succeeded" or "Failed")).ToList();
        return new LabStatus(staying, pods.Count(pod => pod.Terminating), differences);
    }

    /// <summary>Observes everything that a step expects.</summary>
    public async Task<StepReport> CheckAsync(LabStep step, CancellationToken cancellationToken)
    {
        var status = await ReadAsync(step, cancellationToken);
        List<string> problems = [.. status.Differences, .. status.NotReady(step.Expect.Ready)];
        if (status.Pods.Count == 0)
        {
            problems.Add($"Namespace '{lab.Namespace}' has no pods. Start the lab with 'lab run {lab.Name}'.");
        }

        var report = new StepReport
        {
            Number = step.Number,
            Name = step.Name,
            Expected = step.Expect.Split.Count > 0 ? step.Expect.Split : AnswerChecks.Shares(step.Expect),
            Pods = status.Pods.ToDictionary(pod => pod.Name, pod => pod.Ready, StringComparer.Ordinal),
        };
        if (step.Traffic is { } traffic && status.Pods.Count > 0)
        {
            report = await ObserveTrafficAsync(report, step, traffic, problems, cancellationToken);
        }

        return report with { Problems = problems };
    }

    private async Task<StepReport> ObserveTrafficAsync(
        StepReport report,
        LabStep step,
        LabTraffic traffic,
        List<string> problems,
        CancellationToken cancellationToken)
    {
        PodView pod;
        IReadOnlyList<TrafficAnswer> answers;
        CopyCounter? copies;
        try
        {
            copies = step.Expect.Copies is { } expected ? await CopyCounter.StartAsync(api, lab, expected, cancellationToken) : null;
            pod = await Workloads.FindPodAsync(api, WorkloadName.Parse(traffic.From, lab.Namespace), cancellationToken);
            answers = await TrafficSender.CollectAsync(api, pod, Request(traffic, step.Expect), cancellationToken);
        }
        catch (KubeApiException refused)
        {
            problems.Add(refused.Message);
            return report;
        }

        var observed = Count(answers, step.Expect);
        var flags = pod.HasSidecar
            ? await AccessLog.ReadFlagsAsync(api, pod, traffic.Requests, cancellationToken)
            : new Dictionary<string, int>();
        var lost = CountsByStatus(step.Expect) ? [] : answers.Where(answer => lab.WorkloadOf(answer.FirstLine) is null).ToList();
        if (lost.Count > 0)
        {
            var labels = string.Join(", ", lost.Select(answer => answer.Label).Distinct());
            problems.Add($"{lost.Count} of {answers.Count} requests from '{traffic.From}' to '{traffic.Url}' were not answered by a workload of the lab, but: {labels}.");
        }

        problems.AddRange(flags.Where(flag => !flag.Key.Split(' ')[0].Split(',').All(step.Expect.Flags.Contains))
            .Select(flag => string.Create(CultureInfo.InvariantCulture, $"The access log of '{pod.Name}' has {flag.Value} times '{flag.Key}'.")));
        if (step.Expect.Split.Count > 0)
        {
            problems.AddRange(SplitExpectation.Compare(step.Expect.Split, observed));
        }

        problems.AddRange(AnswerChecks.Find(step.Expect, answers));
        if (copies is not null && await copies.CompareAsync(answers.Count, time, cancellationToken) is { } missing)
        {
            problems.Add(missing);
        }

        return report with { Requests = answers.Count, Observed = observed, Flags = flags };
    }

    private static bool CountsByStatus(LabExpectation expect) => expect.Split.Count == 0 && expect.Status.Count > 0;

    private Dictionary<string, int> Count(IReadOnlyList<TrafficAnswer> answers, LabExpectation expect)
    {
        if (CountsByStatus(expect))
        {
            return answers.CountBy(AnswerChecks.Name).ToDictionary(StringComparer.Ordinal);
        }

        var observed = lab.Answers.Values.Distinct().ToDictionary(workload => workload, _ => 0, StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            var name = lab.WorkloadOf(answer.FirstLine) ?? answer.Label;
            observed[name] = observed.GetValueOrDefault(name) + 1;
        }

        return observed;
    }

    private static TrafficRequest Request(LabTraffic traffic, LabExpectation expect) => new()
    {
        Url = traffic.Url.ToString(),
        Method = traffic.Method,
        Headers = [.. traffic.Headers],
        Count = traffic.Requests,
        Concurrency = Math.Min(traffic.Concurrency, traffic.Requests),
        KeepBodies = expect.NeedsBodies,
    };
}

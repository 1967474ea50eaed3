using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Labs.Definitions;

namespace IstioLab.Labs.Resources;

/// <summary>The commands that resources offer. Which ones depends on the kind of resource alone; what can be done now is a state of a command.</summary>
internal static class CommandList
{
    private const string InjectWords = "Gives the pods an istio-proxy: the pod template asks for it, and the pods are replaced.";
    private const string RemoveWords = "Takes the istio-proxy out of the pod template and replaces the pods: VirtualServices no longer apply to what they send.";

    public static LabCommand RestartDeployment { get; } = new(
        LabCommandNames.Restart, "Restart", "Replaces the pods one after another, as 'kubectl rollout restart' does.", "ArrowCounterclockwise");

    public static LabCommand DeletePod { get; } = new(
        LabCommandNames.Delete, "Delete", "Deletes the pod; its Deployment makes a new one.", "Delete") { Confirmation = "Delete this pod? Its Deployment makes a new one." };

    public static IReadOnlyList<LabCommand> OfLab(ActiveLab active) =>
    [
        new(LabCommandNames.NextStep, "Next step", "Applies the next step of the lab and checks what it shows.", "Next")
        {
            Highlighted = true,
            Disabled = active.Next is null ? $"Step {active.Step.Number} is the last one. 'reset' begins anew." : null,
        },
        new(LabCommandNames.Check, "Check", "Observes whether pods, objects and traffic are as the step leaves them; applies nothing.", "CheckmarkCircle") { Highlighted = true },
        Send(active.Traffic, withClient: true) with { Highlighted = true },
        Explain(active.Traffic, withClient: true),
        new(LabCommandNames.Inject, "Inject sidecars", InjectWords, "ShieldAdd"),
        new(LabCommandNames.RemoveSidecar, "Remove sidecars", RemoveWords, "ShieldDismiss"),
        new(LabCommandNames.Reset, "Reset", "Removes the lab and applies its first step again.", "ArrowReset")
        {
            Confirmation = $"Delete namespace '{active.Lab.Namespace}' with everything in it and begin lab '{active.Lab.Name}' anew?",
        },
    ];

    public static IReadOnlyList<LabCommand> OfDeployment(ObjectKey key, ActiveLab? active, int sidecars, int pods) =>
        key.Namespace == ClusterResource.SystemNamespace
            ? [RestartDeployment]
            :
            [
                Send(active?.Traffic, withClient: false),
                Explain(active?.Traffic, withClient: false),
                new(LabCommandNames.Inject, "Inject sidecar", InjectWords, "ShieldAdd")
                {
                    Disabled = pods > 0 && sidecars == pods ? "Every pod has a sidecar already." : null,
                },
                new(LabCommandNames.RemoveSidecar, "Remove sidecar", RemoveWords, "ShieldDismiss")
                {
                    Disabled = sidecars == 0 ? "No pod has a sidecar." : null,
                },
                RestartDeployment,
            ];

    public static IReadOnlyList<LabCommand> OfVirtualService(JsonObject service, IReadOnlyList<JsonObject> rules)
    {
        var (_, versions) = RouteVersions.Splittable(service, rules);
        var all = RouteVersions.All(service, rules);
        return
        [
            .. versions.Count > 1 ? [Shift(versions)] : Array.Empty<LabCommand>(),
            .. all.Count > 0 ? [RouteHeader(service, all)] : Array.Empty<LabCommand>(),
        ];
    }

    public static LabCommand OpenGateway(IReadOnlyList<LabResourceUrl> urls) =>
        new(LabCommandNames.OpenGateway, "Open the gateway", "Asks the gateway for a page and says how a browser and curl reach it.", "Globe")
        {
            Highlighted = urls.Count > 0,
            Disabled = urls.Count == 0 ? "The gateway has no address on this machine yet: apply a Gateway." : null,
            Arguments =
            [
                new("path", "Path", LabArgumentKind.Text, "/", "Begins with '/'."),
                new("host", "Host", LabArgumentKind.Text, "", "The Host header; empty for the address itself.") { Hint = "the address itself" },
            ],
        };

    private static LabCommand Shift(IReadOnlyList<RouteVersion> versions) =>
        new(LabCommandNames.Shift, "Shift traffic", "Sets the share of each version.", "ArrowSplit")
        {
            Highlighted = true,
            Arguments =
            [
                .. versions.Select(version => new LabCommandArgument(
                    version.Name, $"{version.Target} (%)", LabArgumentKind.Number, "", ShiftWeights.Rule)
                {
                    Hint = $"now {version.Weight.ToString("0.#", CultureInfo.InvariantCulture)}",
                }),
            ],
        };

    private static LabCommand RouteHeader(JsonObject service, IReadOnlyList<RouteVersion> versions)
    {
        var matched = service.Items("spec", "http").SelectMany(route => route.Items("match")).Select(match => match.Map("headers")).FirstOrDefault(headers => headers.Count > 0);
        return new LabCommand(
            LabCommandNames.RouteHeader, "Route a header", "Sends requests with a header to one version, before all other rules.", "PersonArrowRight")
        {
            Arguments =
            [
                new("header", "Header", LabArgumentKind.Text, matched?.Keys.First() ?? "end-user", "A header's name: letters, digits and hyphens. Istio wants it in lower case."),
                new("value", "Value", LabArgumentKind.Text, "tester", "The whole value, letter by letter."),
                new("version", "Version", LabArgumentKind.Choice, versions[^1].Name, "Where such requests go.") { Choices = [.. versions.Select(version => version.Name)] },
            ],
        };
    }

    private static LabCommand Send(LabTraffic? traffic, bool withClient) =>
        new(LabCommandNames.Send, "Send requests", "Sends requests from a pod and counts the answers.", "Send")
        {
            Arguments =
            [
                .. ClientAndUrl(traffic, withClient),
                new("requests", "Requests", LabArgumentKind.Number, "200", "A whole number from 1 to 100000."),
                new("concurrency", "At the same time", LabArgumentKind.Number, "4", "A whole number from 1 to 64."),
                Header(traffic),
            ],
        };

    private static LabCommand Explain(LabTraffic? traffic, bool withClient) =>
        new(LabCommandNames.Explain, "Explain a request", "Says where a request goes and why: the rule, its share, its endpoints.", "QuestionCircle")
        {
            Arguments = [.. ClientAndUrl(traffic, withClient), Header(traffic), new("method", "Method", LabArgumentKind.Text, "GET", "An HTTP method.")],
        };

    private static IEnumerable<LabCommandArgument> ClientAndUrl(LabTraffic? traffic, bool withClient)
    {
        if (withClient)
        {
            yield return new("from", "From", LabArgumentKind.Text, traffic?.From ?? "", "The workload that asks: a Deployment or a pod of the lab's namespace, or NAMESPACE/NAME.");
        }

        yield return new("url", "URL", LabArgumentKind.Text, traffic?.Url.OriginalString ?? "", "What is asked, as the pod names it, such as http://apps-svc-all/.");
    }

    private static LabCommandArgument Header(LabTraffic? traffic) =>
        new("header", "Header", LabArgumentKind.Text, traffic?.Headers.Select(pair => $"{pair.Key}: {pair.Value}").FirstOrDefault() ?? "", "One header as 'name: value'; empty for none.")
        {
            Hint = "name: value",
        };
}

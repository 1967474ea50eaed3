using System.Collections.Frozen;

namespace IstioLab.Cli.CommandLine;

/// <summary>Lines that can be typed, by command; the help shows them.</summary>
internal static class Examples
{
    public static FrozenDictionary<string, string[]> ByCommand { get; } = new Dictionary<string, string[]>
    {
        ["istiolab"] = ["./lab up", "./lab run canary", "./lab test # builds and runs the whole test suite"],
        ["up"] =
        [
            "./lab up                                 # the canary lab, in the foreground until Ctrl+C",
            "./lab up --detach && eval \"$(./lab env)\" && kubectl get pods -n nolen",
            "./lab up --lab ab-testing --name second  # a second environment beside the first",
            "./lab up --lab none --dashboard none     # an empty cluster",
        ],
        ["down"] = ["./lab down", "./lab down --name second"],
        ["status"] = ["./lab status", "./lab status -o json"],
        ["kubeconfig"] = ["kubectl --kubeconfig \"$(./lab kubeconfig)\" get pods -A"],
        ["env"] = ["eval \"$(./lab env)\""],
        ["run"] = ["./lab run", "./lab run ab-testing", "./lab run canary --step 3"],
        ["reset"] = ["./lab reset canary"],
        ["check"] = ["./lab check", "./lab check canary --step 2 -o json"],
        ["verify"] = ["./lab verify", "./lab verify canary -o json"],
        ["curl"] =
        [
            "./lab curl --from apps-client --count 400 http://apps-svc-all",
            "./lab curl --from apps-client --watch -H 'username: nolen' http://apps-svc-all",
        ],
        ["explain"] =
        [
            "./lab explain --from apps-client http://apps-svc-all",
            "./lab explain -f labs/ab-testing --from apps-client -H 'username: nolen' http://apps-svc-all",
            "./lab explain -f labs/canary --requests requests.jsonl -o json",
        ],
        ["validate"] = ["./lab validate -f labs/canary", "./lab validate -f my-vs.yaml -o json"],
        ["analyze"] = ["./lab analyze", "./lab analyze -f labs/canary", "./lab analyze -n nolen -o json"],
        ["kube-inject"] = ["./lab kube-inject -f labs/canary/01-deploy-apps.yaml | kubectl -n nolen apply -f -"],
        ["proxy-status"] = ["./lab proxy-status"],
        ["proxy-config"] = ["./lab proxy-config routes apps-client", "./lab proxy-config clusters nolen/apps-client -o json"],
        ["compare"] = ["./lab compare --left embedded --right k3d", "./lab compare --left embedded --right current"],
        ["completion"] = ["source <(./lab completion bash)", "./lab completion fish > ~/.config/fish/completions/lab.fish"],
    }.ToFrozenDictionary(StringComparer.Ordinal);
}

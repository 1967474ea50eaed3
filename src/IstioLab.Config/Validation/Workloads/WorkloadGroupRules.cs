using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Workloads;

/// <summary>The rules of a WorkloadGroup. See https://istio.io/latest/docs/reference/config/networking/workload-group/</summary>
internal static class WorkloadGroupRules
{
    private static readonly string[] s_counts = ["periodSeconds", "initialDelaySeconds", "timeoutSeconds", "successThreshold", "failureThreshold"];

    public static void Validate(ValidationScope scope)
    {
        var spec = scope.Spec;
        if (!spec.Has("template"))
        {
            scope.Error(spec, "template is required");
            return;
        }

        NameChecks.Labels(scope, spec["metadata"]["labels"], "invalid labels: ");
        if (!scope.HasErrors && spec.Has("probe"))
        {
            Probe(scope, spec["probe"]);
        }
    }

    private static void Probe(ValidationScope scope, ConfigValue probe)
    {
        foreach (var count in s_counts.Where(name => probe[name].Whole < 0))
        {
            scope.Error(probe[count], $"{count} must be non-negative");
        }

        if (probe.Has("httpGet"))
        {
            HttpGet(scope, probe["httpGet"]);
        }
        else if (probe.Has("tcpSocket"))
        {
            scope.Check(probe["tcpSocket"]["port"], PortChecks.Number(probe["tcpSocket"]["port"].Whole));
        }
        else if (!probe.Has("exec"))
        {
            scope.Error(probe, "unknown health check method <nil>");
        }
        else if (probe["exec"]["command"].Count == 0)
        {
            scope.Error(probe["exec"], "exec.command is required");
        }
    }

    private static void HttpGet(ValidationScope scope, ConfigValue get)
    {
        scope.Check(get["port"], PortChecks.Number(get["port"].Whole));
        if (get["scheme"].Text is not ("" or "HTTP" or "HTTPS"))
        {
            scope.Error(get["scheme"], "httpGet.scheme must be one of \"HTTPS\", \"HTTP\"");
        }

        foreach (var header in get["httpHeaders"].Items)
        {
            var name = header["name"].Text;
            scope.Check(header, !header.Exists ? "invalid nil header" : name.Length == 0 || scope.Version.IsAtLeast(18) ? HeaderChecks.Probe(name) : null);
        }
    }
}

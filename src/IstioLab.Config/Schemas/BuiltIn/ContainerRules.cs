using System.Text.Json.Nodes;
using IstioLab.Config.Schemas.Defaults;
using IstioLab.Config.Schemas.Objects;

namespace IstioLab.Config.Schemas.BuiltIn;

/// <summary>One container of a pod.</summary>
internal static class ContainerRules
{
    private static readonly string[] s_probes = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] s_handlers = ["exec", "httpGet", "tcpSocket", "grpc"];
    private static readonly string[] s_portHandlers = ["httpGet", "tcpSocket"];
    private static readonly string[] s_counts = ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"];

    public static void Check(ProblemList problems, string path, JsonObject container, IReadOnlySet<string> volumes, HashSet<string> names)
    {
        var name = container.Text("name");
        problems.Label($"{path}.name", name);
        if (name.Length > 0 && !names.Add(name))
        {
            problems.Duplicate($"{path}.name", name);
        }

        var image = container.Text("image");
        if (image.Length == 0)
        {
            problems.Required($"{path}.image");
        }
        else if (image.Trim() != image)
        {
            problems.Invalid($"{path}.image", image, "must not have leading or trailing whitespace");
        }

        problems.OneOf($"{path}.imagePullPolicy", container.Text("imagePullPolicy"), "Always", "IfNotPresent", "Never");
        Ports(problems, path, container);
        Environment(problems, path, container);
        Mounts(problems, path, container, volumes);
        foreach (var probe in s_probes)
        {
            Probe(problems, $"{path}.{probe}", container.Map(probe));
        }

        Resources(problems, $"{path}.resources", container.Map("resources"));
    }

    private static void Ports(ProblemList problems, string path, JsonObject container)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (at, port) in ProblemList.Each(container, "ports", path))
        {
            if (port.Text("name") is { Length: > 0 } name)
            {
                problems.PortName($"{at}.name", name);
                if (!names.Add(name))
                {
                    problems.Duplicate($"{at}.name", name);
                }
            }

            if (ProblemList.Number(port["containerPort"]) is null or 0)
            {
                problems.Required($"{at}.containerPort");
            }
            else
            {
                problems.Port($"{at}.containerPort", port["containerPort"]);
            }

            problems.OneOf($"{at}.protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
        }
    }

    private static void Environment(ProblemList problems, string path, JsonObject container)
    {
        foreach (var (at, variable) in ProblemList.Each(container, "env", path))
        {
            var name = variable.Text("name");
            if (name.Length == 0)
            {
                problems.Required($"{at}.name");
            }
            else if (name.Any(static c => c is < ' ' or > '~' or '='))
            {
                problems.Invalid($"{at}.name", name, "a valid environment variable name must consist only of printable ASCII characters other than '='");
            }

            if (variable.Text("value").Length > 0 && variable["valueFrom"] is not null)
            {
                problems.Invalid($"{at}.valueFrom", "", "may not be specified when `value` is not empty");
            }
        }
    }

    private static void Mounts(ProblemList problems, string path, JsonObject container, IReadOnlySet<string> volumes)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (at, mount) in ProblemList.Each(container, "volumeMounts", path))
        {
            var (name, target) = (mount.Text("name"), mount.Text("mountPath"));
            if (name.Length == 0)
            {
                problems.Required($"{at}.name");
            }
            else if (!volumes.Contains(name))
            {
                problems.Items.Add(new ObjectProblem($"{at}.name", ProblemReason.FieldValueNotFound, $"Not found: \"{name}\""));
            }

            if (target.Length == 0)
            {
                problems.Required($"{at}.mountPath");
            }
            else if (!paths.Add(target))
            {
                problems.Invalid($"{at}.mountPath", target, "must be unique");
            }
        }
    }

    private static void Probe(ProblemList problems, string path, JsonObject? probe)
    {
        if (probe is null)
        {
            return;
        }

        if (!s_handlers.Any(handler => probe[handler] is not null))
        {
            problems.Required(path, "must specify a handler type");
        }

        foreach (var handler in s_portHandlers.Where(handler => probe[handler] is JsonObject))
        {
            problems.PortOrName($"{path}.{handler}.port", probe[handler]!["port"]);
        }

        foreach (var field in s_counts)
        {
            problems.NotNegative(probe, field, path);
        }

        if (path.EndsWith("livenessProbe", StringComparison.Ordinal) && ProblemList.Number(probe["successThreshold"]) is not (null or 0 or 1))
        {
            problems.Invalid($"{path}.successThreshold", probe["successThreshold"], "must be 1");
        }
    }

    private static void Resources(ProblemList problems, string path, JsonObject? resources)
    {
        if (resources?.Map("limits") is not { } limits || resources.Map("requests") is not { } requests)
        {
            return;
        }

        foreach (var (name, request) in requests)
        {
            if (limits[name] is { } limit && Quantities.TryParse(request, out var wanted) && Quantities.TryParse(limit, out var most) && wanted > most)
            {
                problems.Invalid($"{path}.requests", Quantities.Text(request), $"must be less than or equal to {name} limit of {Quantities.Text(limit)}");
            }
        }
    }
}

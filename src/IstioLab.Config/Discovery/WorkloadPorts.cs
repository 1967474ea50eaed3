using System.Collections.Frozen;
using System.Globalization;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Discovery;

/// <summary>Which port and labels a WorkloadEntry has for a service that selects it. Follows <c>serviceInstanceFromWorkloadInstance</c>.</summary>
internal static class WorkloadPorts
{
    /// <summary>
    /// The entry's own port of that name, else the service's target port. A Service whose target port is a name that the entry does not
    /// list has no endpoint there.
    /// </summary>
    /// <returns>The port; 0 for none.</returns>
    public static int Of(YamlNode? spec, MeshService service, ServicePort port)
    {
        var ports = spec.Child("ports");
        if (service.IsKubernetes && !IsNumber(port.TargetPort, out _))
        {
            return ports.Integer(port.TargetPort);
        }

        var own = port.Name.Length == 0 ? 0 : ports.Integer(port.Name);
        return own > 0 ? own : Target(port);
    }

    /// <summary>The target port, or the service's own where the target is a name.</summary>
    public static int Target(ServicePort port) => IsNumber(port.TargetPort, out var number) ? number : port.Number;

    /// <summary>The labels that selectors see: those of the spec, and over them those of the metadata.</summary>
    public static FrozenDictionary<string, string> LabelsOf(ConfigObject entry) =>
        LabelMaps.Merge(entry.Root["spec"].Child("labels").ToTextMap(), entry.Labels);

    private static bool IsNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Sidecars;

/// <summary>What the ports of inbound and outbound listeners share.</summary>
internal static class ListenerPorts
{
    public static void Check(ValidationScope scope, ConfigValue port)
    {
        if (scope.Version.IsAtLeast(18) && port["targetPort"].Whole > 0)
        {
            scope.Error(port["targetPort"], "targetPort has no impact on Sidecars");
        }

        if (port["name"].Text is { Length: > 0 } name)
        {
            scope.Check(port["name"], PortChecks.Name(name));
        }

        scope.Check(port["protocol"], ProtocolChecks.Error(port["protocol"].Text));
    }
}

using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Services;

/// <summary>
/// What <c>istioctl validate</c> says of a Service: Istio picks the protocol by a port's name or appProtocol. The API server accepts these Services.
/// </summary>
internal static class ServiceRules
{
    private const string Selection = "https://istio.io/v1.30/docs/ops/configuration/traffic-management/protocol-selection/";
    private const string Requirements = "https://istio.io/v1.30/docs/ops/deployment/application-requirements/";

    public static void Validate(ValidationScope scope)
    {
        if (scope.Namespace == "istio-system")
        {
            return;
        }

        var subject = GoText.Quote($"{scope.Name}/{scope.Namespace}/:");
        foreach (var port in scope.Spec["ports"].Items)
        {
            if (!port["protocol"].Text.Equals("UDP", StringComparison.OrdinalIgnoreCase))
            {
                Port(scope, port, subject);
            }
        }
    }

    private static void Port(ValidationScope scope, ConfigValue port, string subject)
    {
        if (port.Has("appProtocol"))
        {
            if (!ProtocolChecks.IsKnown(port["appProtocol"].Text))
            {
                scope.Error(port["appProtocol"], $"service {subject} doesn't follow Istio protocol selection. This is not recommended, See {Selection}");
            }
        }
        else if (!port.Has("name"))
        {
            scope.Error(port, $"service {subject} has an unnamed port. This is not recommended, See {Requirements}");
        }
        else if (!ProtocolChecks.IsKnown(port["name"].Text.Split('-')[0]))
        {
            scope.Error(port["name"], $"service {subject} port {GoText.Quote(port["name"].Text)} does not follow the Istio naming convention. "
                + $"See {Requirements}");
        }
    }
}

using System.Globalization;
using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Security;

/// <summary>The rules of a PeerAuthentication. See https://istio.io/latest/docs/reference/config/security/peer_authentication/</summary>
internal static class PeerAuthenticationRules
{
    public static void Validate(ValidationScope scope)
    {
        var (selector, ports) = (scope.Spec["selector"], scope.Spec["portLevelMtls"]);
        if (selector["matchLabels"].Count == 0 && ports.Count != 0)
        {
            scope.Error(ports, "mesh/namespace peer authentication cannot have port level mTLS");
        }

        if (ports.Exists && ports.Count == 0)
        {
            scope.Error(ports, "port level mTLS, if defined, must have at least one element");
        }

        foreach (var (key, value) in ports.Entries)
        {
            if (!long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var port) || port is <= 0 or > 65535)
            {
                var isNew = scope.Version.IsAtLeast(18);
                scope.Check(value, isNew ? "port must be in range 1..65535" : port == 0 ? "port cannot be 0" : null);
            }
        }

        SelectorChecks.MatchLabels(scope, selector, "matchLabels");
    }
}

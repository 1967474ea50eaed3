namespace IstioLab.Config.Validation.Extensions;

/// <summary>The traffic that a plugin sees.</summary>
internal static class TrafficMatchRules
{
    public static void Check(ValidationScope scope)
    {
        foreach (var (s, selector) in scope.Spec["match"].Items.Index())
        {
            if (!selector.Exists)
            {
                scope.Error(selector, $"spec.Match[{s}] is nil");
                return;
            }

            foreach (var (p, port) in selector["ports"].Items.Index())
            {
                var number = port["number"].Whole;
                if (!port.Exists || number is <= 0 or > 65535)
                {
                    scope.Error(port, port.Exists ? $"spec.Match[{s}].Ports[{p}] is out of range: {number}" : $"spec.Match[{s}].Ports[{p}] is nil");
                    return;
                }
            }
        }
    }
}

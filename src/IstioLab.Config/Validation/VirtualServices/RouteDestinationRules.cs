using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>Weighted destinations of HTTP, TCP and TLS routes.</summary>
internal static class RouteDestinationRules
{
    public static void CheckAll(ValidationScope scope, ConfigValue destinations, bool http)
    {
        long total = 0;
        foreach (var item in destinations.Items)
        {
            if (!item.Exists)
            {
                scope.Error(item, "weight may not be nil");
                continue;
            }

            if (!item.Has("destination"))
            {
                scope.Error(item, "destination is required");
            }

            if (http)
            {
                HeaderRules.Check(scope, item["headers"], destination: true);
            }

            if (!scope.IsGenerated)
            {
                Check(scope, item["destination"]);
            }

            var weight = item["weight"].Whole;
            if (weight < 0)
            {
                scope.Error(item["weight"], $"weight {weight} < 0");
            }

            total += weight;
        }

        if (destinations.Count > 1 && total == 0)
        {
            scope.Error(destinations, "total destination weight = 0");
        }
    }

    public static void Check(ValidationScope scope, ConfigValue destination)
    {
        if (!destination.Exists)
        {
            return;
        }

        var host = destination["host"];
        scope.Check(host, host.Text == "*" ? "invalid destination host *" : HostChecks.Wildcard(host.Text));
        var subset = destination["subset"].Text;
        if (subset.Length > 0 && !NameChecks.IsLabel(subset))
        {
            scope.Error(destination["subset"], $"subset name is invalid: {subset}");
        }

        if (destination.Has("port"))
        {
            scope.Check(destination["port"]["number"], PortChecks.Number(destination["port"]["number"].Whole));
        }
    }
}

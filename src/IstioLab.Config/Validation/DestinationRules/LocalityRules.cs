namespace IstioLab.Config.Validation.DestinationRules;

/// <summary>Load balancing by region, zone and sub-zone.</summary>
internal static class LocalityRules
{
    private static readonly HashSet<string> s_topology = new(
        ["topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone"],
        StringComparer.Ordinal);

    public static void Check(ValidationScope scope, ConfigValue setting, bool hasOutlierDetection)
    {
        if (!setting.Exists || Exclusive(scope, setting) || Distribute(scope, setting))
        {
            return;
        }

        var failover = setting["failover"];
        if ((failover.Count != 0 || setting["failoverPriority"].Count != 0) && !hasOutlierDetection)
        {
            scope.Warn(setting, "outlier detection policy must be provided for failover");
        }

        foreach (var entry in failover.Items)
        {
            Failover(scope, entry, entry["from"].Text, entry["to"].Text);
        }
    }

    private static bool Exclusive(ValidationScope scope, ConfigValue setting)
    {
        if (setting["failover"].Count == 0)
        {
            return false;
        }

        if (setting["distribute"].Count > 0)
        {
            scope.Error(setting, "can not simultaneously specify 'distribute' and 'failover'");
            return true;
        }

        if (!scope.Version.IsAtLeast(18))
        {
            return false;
        }

        var label = setting["failoverPriority"].Texts.FirstOrDefault(s_topology.Contains);
        if (label is not null)
        {
            scope.Error(setting, $"can not simultaneously set 'failover' and topology label '{label}' in 'failover_priority'");
        }

        return label is not null;
    }

    /// <summary>Answers whether Istio looks no further.</summary>
    private static bool Distribute(ValidationScope scope, ConfigValue setting)
    {
        foreach (var entry in setting["distribute"].Items)
        {
            var weights = entry["to"].Entries.ToList();
            if (weights.Any(static weight => weight.Value.Whole is <= 0 or > 100))
            {
                scope.Error(entry["to"], "locality weight must be in range [1, 100]");
                return true;
            }

            var total = weights.Sum(static weight => weight.Value.Whole);
            if (total != 100)
            {
                scope.Error(entry["to"], $"total locality weight {total} != 100");
                return true;
            }

            scope.Check(entry["to"], LocalityNames.Error(weights.Select(static weight => weight.Key)));
        }

        scope.Check(setting["distribute"], LocalityNames.Error(setting["distribute"].Items.Select(static entry => entry["from"].Text)));
        return false;
    }

    private static void Failover(ValidationScope scope, ConfigValue entry, string from, string to)
    {
        if (from == to)
        {
            scope.Error(entry, "locality lb failover settings must specify different regions");
        }

        if (from.Contains('/', StringComparison.Ordinal) || to.Contains('/', StringComparison.Ordinal))
        {
            scope.Error(entry, "locality lb failover only specify region");
        }

        if (from.Contains('*', StringComparison.Ordinal) || to.Contains('*', StringComparison.Ordinal))
        {
            scope.Error(entry, "locality lb failover region should not contain '*' wildcard");
        }
    }
}

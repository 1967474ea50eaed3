namespace IstioLab.Config.Validation.Checks;

/// <summary>The <c>exportTo</c> list: <c>.</c>, <c>*</c>, namespaces, and on a ServiceEntry alone <c>~</c>.</summary>
internal static class ExportToChecks
{
    public static void Check(ValidationScope scope, ConfigValue exportTo, bool serviceEntry = false, bool selectsWorkloads = false)
    {
        if (exportTo.Count == 0)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in exportTo.Items)
        {
            var text = item.Text;
            var key = text == "." ? scope.Namespace : text;
            if (seen.Contains(key))
            {
                scope.Error(item, key == text
                    ? $"duplicate entries in exportTo for entry {text}"
                    : $"duplicate entries in exportTo: . and current namespace {scope.Namespace}");
            }
            else if ((serviceEntry && text == "~") || Visibility(key) is not { } error)
            {
                seen.Add(key);
            }
            else
            {
                scope.Error(item, error);
            }
        }

        Combination(scope, exportTo, seen, selectsWorkloads);
    }

    private static void Combination(ValidationScope scope, ConfigValue exportTo, HashSet<string> seen, bool selectsWorkloads)
    {
        if (selectsWorkloads && seen.Count > 0)
        {
            if (!seen.Contains(scope.Namespace))
            {
                scope.Error(exportTo, "destination rule with workload selector cannot have exportTo beyond current namespace");
            }
            else if (seen.Count > 1)
            {
                scope.Error(exportTo, "destination rule with workload selector cannot have multiple entries in exportTo");
            }
        }

        if (seen.Contains("*") && exportTo.Count > 1)
        {
            scope.Error(exportTo, "cannot have both public (*) and non-public exportTo values for a resource");
        }

        if (seen.Contains("~") && exportTo.Count > 1)
        {
            scope.Error(exportTo, "cannot export service entry to no one (~) and someone");
        }
    }

    private static string? Visibility(string value) => value switch
    {
        "." or "*" => null,
        "~" => "exportTo ~ (none) is not allowed for Istio configuration objects",
        _ => NameChecks.IsLabel(value) ? null : "only .,*, or a valid DNS 1123 label is allowed as exportTo entry",
    };
}

using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.Telemetries;

/// <summary>The rules of a Telemetry. See https://istio.io/latest/docs/reference/config/telemetry/</summary>
internal static class TelemetryRules
{
    public static void Validate(ValidationScope scope)
    {
        SelectorChecks.Check(scope);
        foreach (var metric in scope.Spec["metrics"].Items.Where(static metric => metric.Exists))
        {
            Providers(scope, metric["providers"]);
            foreach (var entry in metric["overrides"].Items)
            {
                Override(scope, entry);
            }
        }

        Tracing(scope, scope.Spec["tracing"]);
        foreach (var logging in scope.Spec["accessLogging"].Items.Where(static logging => logging.Exists))
        {
            if (logging.Has("filter"))
            {
                scope.Check(logging["filter"]["expression"], ExpressionChecks.Error(logging["filter"]["expression"].Text));
            }

            Providers(scope, logging["providers"]);
        }
    }

    private static void Providers(ValidationScope scope, ConfigValue providers)
    {
        if (providers.Items.Any(static provider => provider["name"].Text.Length == 0))
        {
            scope.Error(providers, "providers.name may not be empty");
        }
    }

    private static void Tracing(ValidationScope scope, ConfigValue tracing)
    {
        if (tracing.Count > 1)
        {
            scope.Warn(tracing, "multiple tracing is not currently supported");
        }

        foreach (var entry in tracing.Items.Where(static entry => entry.Exists))
        {
            if (entry["providers"].Count > 1)
            {
                scope.Warn(entry["providers"], "multiple providers is not currently supported");
            }

            Providers(scope, entry["providers"]);
            if (entry["randomSamplingPercentage"].Number is < 0 or > 100)
            {
                scope.Error(entry["randomSamplingPercentage"], "randomSamplingPercentage must be in range [0.0, 100.0]");
            }

            foreach (var (name, tag) in entry["customTags"].Entries)
            {
                CustomTag(scope, name, tag);
            }
        }
    }

    private static void CustomTag(ValidationScope scope, string name, ConfigValue tag)
    {
        if (name.Length == 0)
        {
            scope.Error(tag, "tag name may not be empty");
        }

        if (!tag.Exists)
        {
            scope.Error(tag, $"tag '{name}' may not have a nil value");
        }

        if (tag.Has("literal") && tag["literal"]["value"].Text.Length == 0)
        {
            scope.Error(tag["literal"], "literal tag value may not be empty");
        }

        if (tag.Has("header") && tag["header"]["name"].Text.Length == 0)
        {
            scope.Error(tag["header"], "header tag name may not be empty");
        }

        if (tag.Has("environment") && tag["environment"]["name"].Text.Length == 0)
        {
            scope.Error(tag["environment"], "environment tag name may not be empty");
        }
    }

    private static void Override(ValidationScope scope, ConfigValue entry)
    {
        if (!entry.Exists)
        {
            scope.Error(entry, "tagOverrides may not be null");
            return;
        }

        foreach (var (name, tag) in entry["tagOverrides"].Entries)
        {
            if (name.Length == 0)
            {
                scope.Warn(tag, "tagOverrides.name may not be empty");
            }

            scope.Check(tag, (tag.Exists, tag["operation"].Text, tag["value"].Text) switch
            {
                (false, _, _) => "tagOverrides may not be null",
                (_, "" or "UPSERT", "") => "tagOverrides.value must be set when operation is UPSERT",
                (_, "REMOVE", not "") => "tagOverrides.value may only be set when operation is UPSERT",
                _ => null,
            });
        }

        if (entry["match"]["customMetric"] is { Exists: true, Text: "" })
        {
            scope.Error(entry["match"], "customMetric may not be empty");
        }
    }
}

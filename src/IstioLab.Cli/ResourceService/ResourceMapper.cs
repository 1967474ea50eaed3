using Google.Protobuf.WellKnownTypes;
using IstioLab.Labs.Resources;

namespace IstioLab.Cli.ResourceService;

/// <summary>Writes a resource as the dashboard reads it.</summary>
internal static class ResourceMapper
{
    private const string ParentProperty = "resource.parentName";
    private const char NonBreakingHyphen = '\u2011';

    /// <param name="resource">The resource.</param>
    /// <param name="displayNameOf">The display name of a resource: edges name their target by it.</param>
    public static Wire.Resource Map(LabResource resource, Func<string, string?> displayNameOf)
    {
        var mapped = new Wire.Resource
        {
            Name = resource.Name,
            Kind = resource.Type,
            ShownAs = resource.DisplayName,
            Uid = resource.Uid.Length > 0 ? resource.Uid : resource.Name,
            State = Unchanged(resource.State),
            StateStyle = StyleOf(resource.Style),
            Icon = resource.Icon,
            Hidden = resource.Hidden,

            // The dashboard waits for ever, without a word, when one resource has no time of creation.
            Created = Timestamp.FromDateTimeOffset(resource.CreatedAt),
        };
        if (resource.StartedAt is { } started)
        {
            mapped.Started = Timestamp.FromDateTimeOffset(started);
        }

        if (resource.Parent is { } parent)
        {
            mapped.Properties.Add(new Wire.Property { Name = ParentProperty, Value = Value.ForString(parent) });
        }

        mapped.Properties.AddRange(resource.Properties.Select((property, index) => new Wire.Property
        {
            Name = property.Name,
            ShownAs = property.DisplayName,
            Value = Value.ForString(property.Value),
            Highlighted = property.Highlighted,
            Order = index,
        }));
        mapped.Addresses.AddRange(resource.Urls.Select((url, index) => new Wire.Address
        {
            Endpoint = url.Name,
            Url = url.Url.ToString(),
            
            // Higher comes first.
            Display = new Wire.AddressDisplay { Order = -index, Text = url.Name },
        }));
        mapped.Health.AddRange(resource.Health.Select(health => new Wire.Health
        {
            Key = health.Key,
            Description = health.Description,
            State = health.Healthy ? Wire.HealthState.Healthy : Wire.HealthState.Unhealthy,
        }));
        mapped.Relations.AddRange(resource.Relations
            .Select(relation => displayNameOf(relation.Target) is { } target ? new Wire.Relation { ShownAs = target, Type = relation.Type } : null)
            .OfType<Wire.Relation>());
        mapped.Commands.AddRange(resource.Commands.Select(Map));
        return mapped;
    }

    private static Wire.Command Map(LabCommand command)
    {
        var mapped = new Wire.Command
        {
            Name = command.Name,
            ShownAs = command.DisplayName,
            Description = command.Disabled ?? command.Description,
            State = command.Disabled is null ? Wire.CommandState.Enabled : Wire.CommandState.Disabled,
            Icon = command.Icon,
            Highlighted = command.Highlighted,
        };
        if (command.Confirmation is { } confirmation)
        {
            mapped.Confirmation = confirmation;
        }

        return mapped;
    }

    /// <summary>
    /// The dashboard rewrites a state: it splits words at capitals and drops signs, or, where there is a hyphen or an underscore, makes
    /// spaces of them and leaves the rest. The second way keeps what kubectl and a split say.
    /// </summary>
    private static string Unchanged(string state)
    {
        if (state.Skip(1).All(char.IsAsciiLetterLower))
        {
            return state;
        }

        var kept = state.Replace('-', NonBreakingHyphen).Replace(' ', '_');
        return kept.Contains('_') ? kept : kept + "_";
    }

    private static string StyleOf(LabResourceStyle style) => style switch
    {
        LabResourceStyle.Success => "success",
        LabResourceStyle.Warning => "warning",
        LabResourceStyle.Error => "error",
        _ => "info",
    };
}

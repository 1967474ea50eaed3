using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using IstioLab.Labs.Resources;

namespace IstioLab.Hosting.Mirroring;

/// <summary>Writes a neutral resource into a snapshot of Aspire. Pure.</summary>
internal static class SnapshotMapper
{
    private const string ParentProperty = "resource.parentName";

    /// <summary>The whole snapshot of a resource that is nothing but what the cluster reports.</summary>
    /// <param name="before">The snapshot as it is; health stays, which checks write.</param>
    /// <param name="resource">What the cluster reports.</param>
    /// <param name="nameOf">Finds the name of the resource that Aspire has for a neutral name; null for none.</param>
    /// <param name="idOf">Finds its id, which a parent is known by.</param>
    public static CustomResourceSnapshot Map(CustomResourceSnapshot before, LabResource resource, Func<string, string?> nameOf, Func<string, string?> idOf) => before with
    {
        ResourceType = resource.Type,
        State = new ResourceStateSnapshot(StateText.Of(resource), StyleOf(resource.Style)),
        CreationTimeStamp = resource.CreatedAt.UtcDateTime,
        StartTimeStamp = resource.StartedAt?.UtcDateTime,
        StopTimeStamp = null,
        ExitCode = null,
        Properties = PropertiesOf(resource, idOf),
        Urls = UrlsOf(resource),
        Relationships = RelationshipsOf(resource, nameOf),
        Commands = [],
        IsHidden = resource.Hidden,
        IconName = resource.Icon,
    };

    /// <summary>Adds to a resource that has a process what the cluster reports; its state is the process's own.</summary>
    public static CustomResourceSnapshot Enrich(CustomResourceSnapshot before, LabResource resource) => before with
    {
        Properties =
        [
            .. before.Properties.Where(property => Own(resource).All(other => other.Name != property.Name)),
            .. Own(resource).Select(Property),
        ],
        Urls = [.. before.Urls.Where(url => resource.Urls.All(other => other.Name != url.Name)), .. UrlsOf(resource)],
        Commands = [.. before.Commands.Where(command => resource.Commands.All(other => other.Name != command.Name))],
    };

    /// <summary>The source of a service of the AppHost is its project, whatever the mesh knows of it.</summary>
    private static IEnumerable<LabResourceProperty> Own(LabResource resource) =>
        resource.Properties.Where(property => resource.Name == MirroredNames.Cluster || property.Name != CustomResourceKnownProperties.Source);

    private static ImmutableArray<ResourcePropertySnapshot> PropertiesOf(LabResource resource, Func<string, string?> idOf)
    {
        var properties = resource.Properties.Select(Property);
        var parent = resource.Parent is { } name ? idOf(name) : null;
        return [.. parent is null ? properties : properties.Append(new ResourcePropertySnapshot(ParentProperty, parent))];
    }

    private static ResourcePropertySnapshot Property(LabResourceProperty property, int index) => new(property.Name, property.Value)
    {
        DisplayName = property.DisplayName,
        IsHighlighted = property.Highlighted,
        SortOrder = index,
    };

    private static ImmutableArray<UrlSnapshot> UrlsOf(LabResource resource) =>
        [.. resource.Urls.Select((url, index) => new UrlSnapshot(url.Name, url.Url.ToString(), IsInternal: false)
        {
            DisplayProperties = new UrlDisplayPropertiesSnapshot(url.Name, index),
        })];

    private static ImmutableArray<RelationshipSnapshot> RelationshipsOf(LabResource resource, Func<string, string?> nameOf) =>
    [
        .. resource.Relations
            .Select(relation => (Name: nameOf(relation.Target), relation.Type))
            .Where(relation => relation.Name is not null)
            .Select(relation => new RelationshipSnapshot(relation.Name!, relation.Type)),
    ];

    private static string StyleOf(LabResourceStyle style) => style switch
    {
        LabResourceStyle.Success => KnownResourceStateStyles.Success,
        LabResourceStyle.Warning => KnownResourceStateStyles.Warn,
        LabResourceStyle.Error => KnownResourceStateStyles.Error,
        _ => KnownResourceStateStyles.Info,
    };
}

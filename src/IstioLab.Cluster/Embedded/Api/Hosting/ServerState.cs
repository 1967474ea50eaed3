using IstioLab.Cluster.Embedded.Api.Admission;
using IstioLab.Cluster.Embedded.Api.Objects;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Config.Schemas;
using IstioLab.Config.Schemas.Custom;

namespace IstioLab.Cluster.Embedded.Api.Hosting;

/// <summary>What a server knows and stores, without the way in from outside.</summary>
internal sealed class ServerState
{
    private ServerState(EmbeddedApiServerOptions options)
    {
        Registry = new ResourceRegistry(BuiltInResources.From(SchemaCatalog.BuiltIn));
        Store = new ObjectStore(FirstVersion(options.Time));
        Identity = new ObjectIdentity(options.Seed);
        IAdmission[] admission =
        [
            new NamespaceLifecycle(Store, Registry),
            new PodAdmission(Store, Registry, Identity),
            new ServiceAddresses(options.Seed, options.NodePorts ?? new CountedNodePorts(options.Seed)),
            new CustomResourceAdmission(options.Time),
            .. options.Admission,
            new StoredOnlyWarning(options.ActiveIstioResources),
        ];
        Api = new ObjectApi(Store, Registry, admission, Identity, options.Time);
    }

    /// <summary>The served resources.</summary>
    public ResourceRegistry Registry { get; }

    /// <summary>The objects.</summary>
    public ObjectStore Store { get; }

    /// <summary>Where uids and generated names come from.</summary>
    public ObjectIdentity Identity { get; }

    /// <summary>The way to write objects.</summary>
    public ObjectApi Api { get; }

    /// <summary>A fresh state, with Istio's definitions if they are wanted.</summary>
    public static ServerState Create(EmbeddedApiServerOptions options)
    {
        var state = new ServerState(options);
        if (options.InstallIstio) state.InstallIstio(ObjectJson.FormatTime(options.Time.GetUtcNow()));
        return state;
    }

    // Istio's schemas are known; its definitions need not be checked and read again to be served.
    private void InstallIstio(string now)
    {
        var kinds = SchemaCatalog.BuiltIn.Resources.Where(schema => schema.Custom).GroupBy(schema => (schema.Group, schema.Kind));
        Registry.Set([.. kinds.Select(versions => CustomResourceReader.FromSchemas([.. versions]))]);
        foreach (var definition in CrdWriter.Write(SchemaCatalog.BuiltIn))
        {
            var metadata = definition["metadata"]!.AsObject();
            metadata["uid"] = Identity.NewUid();
            metadata["generation"] = 1L;
            metadata["creationTimestamp"] = now;
            definition["status"] = CustomResourceAdmission.Established(definition["spec"]!.AsObject(), now);
            Store.TryPut(new ObjectKey(CustomResources.Id, "", JsonValues.Text(metadata["name"])!), null, definition);
        }
    }

    // Objects do not outlive the process, but clients do: versions of a later run must be larger than those of an earlier one.
    private static long FirstVersion(TimeProvider time) => Math.Max(1, (time.GetUtcNow().ToUnixTimeSeconds() - 1_700_000_000) * 10);
}

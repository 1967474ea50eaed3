using static IstioLab.Config.Diagnostics.DiagnosticLevel;

namespace IstioLab.Config.Analysis.Messages;

/// <summary>The messages, by Istio's names and in the order of their codes. A retired code is not used again.</summary>
internal static class MessageKinds
{
    public static readonly MessageKind Deprecated = new("IST0002", Warning, "Deprecated: {0}", "Write what the message names instead.");

    public static readonly MessageKind ReferencedResourceNotFound = new(
        "IST0101", Error, "Referenced {0} not found: \"{1}\"", "Create '{1}', or correct the name; short names mean the namespace of this object.") { IsPerLine = true };

    public static readonly MessageKind NamespaceNotInjected = new(
        "IST0102", Info, "Namespace '{0}' is not enabled for Istio injection.",
        "Enable it: 'kubectl label namespace {0} istio-injection=enabled'. On purpose? 'kubectl label namespace {0} istio-injection=disabled'.");

    public static readonly MessageKind PodMissingProxy = new(
        "IST0103", Warning, "Pod '{0}' has no Istio proxy.", "Injection happens when a pod is created: restart the workload, e.g. 'kubectl rollout restart deployment NAME'.");

    public static readonly MessageKind SchemaValidationError = new("IST0106", Error, "Schema validation error: {0}", "Correct the field; 'istiolab validate -f FILE' shows all errors.");

    public static readonly MessageKind MisplacedAnnotation = new(
        "IST0107", Warning, "Annotation '{0}' has an effect on {1} only.", "Move it there; for a Deployment to 'spec.template.metadata.annotations'.");

    public static readonly MessageKind UnknownAnnotation = new("IST0108", Warning, "Annotation '{0}' is not one of Istio's.", "Check its spelling, or remove it.");

    public static readonly MessageKind ConflictingMeshGatewayVirtualServiceHosts = new(
        "IST0109", Error, "The VirtualServices {0} on gateway 'mesh' have the same host {1}: the oldest wins, the others have no effect.",
        "Merge them into one VirtualService.");

    public static readonly MessageKind ConflictingSidecarWorkloadSelectors = new(
        "IST0110", Error, "The Sidecars {0} in namespace '{1}' select the same pod '{2}'; one of them has no effect.", "Let each pod be selected by one Sidecar.");

    public static readonly MessageKind MultipleSidecarsWithoutWorkloadSelectors = new(
        "IST0111", Error, "The Sidecars {0} in namespace '{1}' have no workload selector; one alone has an effect.", "Keep one, or give the others a 'workloadSelector'.");

    public static readonly MessageKind VirtualServiceDestinationPortSelectorRequired = new(
        "IST0112", Error, "Destination '{0}' has several ports ({1}); the destination names none.", "Write 'port: {{ number: … }}' below the destination.") { IsPerLine = true };

    public static readonly MessageKind DeploymentAssociatedToMultipleServices = new(
        "IST0116", Warning, "Deployment '{0}' belongs to several Services on port {1} with different protocols: {2}.", "Use one protocol for the port in all of these Services.");

    public static readonly MessageKind PortNameIsNotUnderNamingConvention = new(
        "IST0118", Info, "Port name '{0}' (port {1}, target port {2}) does not say the protocol; the proxies look at the first bytes.",
        "Name it '<protocol>[-<suffix>]', such as 'http' or 'tcp-db', or set 'appProtocol'.") { IsPerLine = true };

    public static readonly MessageKind NamespaceMultipleInjectionLabels = new(
        "IST0123", Warning, "The namespace has several injection labels: {0}.", "Keep one of them.");

    public static readonly MessageKind InvalidAnnotation = new("IST0125", Warning, "Annotation '{0}' is not valid: {1}", "Correct the value.");

    public static readonly MessageKind UnknownMeshNetworksServiceRegistry = new(
        "IST0126", Error, "Network '{1}' names the unknown service registry '{0}'.", "Use 'Kubernetes', or the name of a cluster that has a remote secret.");

    public static readonly MessageKind NoMatchingWorkloadsFound = new(
        "IST0127", Warning, "No workload in the mesh has the labels that this object asks for: '{0}'.", "Correct the selector, or inject the sidecar into the workload.");

    public static readonly MessageKind NoServerCertificateVerificationDestinationLevel = new(
        "IST0128", Warning, "DestinationRule '{0}' has TLS mode {1} and no caCertificates: the certificate of host '{2}' is not verified.",
        "Set 'tls.caCertificates'; 'system' takes those of the operating system.") { LevelIn117 = Error };

    public static readonly MessageKind NoServerCertificateVerificationPortLevel = new(
        "IST0129", Warning, "DestinationRule '{0}' has TLS mode {1} and no caCertificates: the certificate of host '{2}' at port {3} is not verified.",
        "Set 'tls.caCertificates' of the port; 'system' takes those of the operating system.") { LevelIn117 = Error };

    public static readonly MessageKind VirtualServiceUnreachableRule = new(
        "IST0130", Warning, "{0}", "Remove the rule, or move it above the one that takes its requests.");

    public static readonly MessageKind VirtualServiceIneffectiveMatch = new("IST0131", Info, "{0}", "Remove the match, or make it different.");

    public static readonly MessageKind VirtualServiceHostNotFoundInGateway = new(
        "IST0132", Warning, "None of the hosts {0} is served by Gateway '{1}'.", "List the host below 'servers[].hosts' of the Gateway, or correct 'hosts'.") { IsPerLine = true };

    public static readonly MessageKind SchemaWarning = new("IST0133", Warning, "Schema validation warning: {0}", "Correct the field.");

    public static readonly MessageKind ServiceEntryAddressesRequired = new(
        "IST0134", Warning, "The ServiceEntry has a TCP port and no addresses: it takes all traffic of that port.", "Set 'addresses', or the protocol if it is not TCP.") { IsPerLine = true };

    public static readonly MessageKind DeprecatedAnnotation = new("IST0135", Info, "Annotation '{0}' is deprecated.", "{1}");

    public static readonly MessageKind AlphaAnnotation = new(
        "IST0136", Info, "Annotation '{0}' is alpha: it may change or go away.", "Nothing to do, unless a stable field does the same.");

    public static readonly MessageKind DeploymentConflictingPorts = new(
        "IST0137", Warning, "Deployment '{0}' belongs to the Services {1}, which lead to target port '{2}' from different ports: {3}.",
        "Use the same port in all Services that lead to one target port.");

    public static readonly MessageKind GatewayDuplicateCertificate = new(
        "IST0138", Warning, "The Gateways {0} use the same certificate: browsers that reuse an HTTP/2 connection get 404.",
        "Put the hosts into one Gateway, or give each its own certificate.");

    public static readonly MessageKind InvalidWebhook = new("IST0139", Error, "{0}", "Remove one of the webhooks, or correct what it selects and calls.");

    public static readonly MessageKind IngressRouteRulesNotAffected = new(
        "IST0140", Warning, "The subset in VirtualService '{0}' has no effect on requests that come through VirtualService '{1}' at a gateway.",
        "Repeat the subset routes in the VirtualService of the gateway.");

    public static readonly MessageKind InvalidApplicationUid = new(
        "IST0144", Warning, "User id 1337 belongs to the sidecar: traffic of this application would pass it by.", "Choose another 'runAsUser'.");

    public static readonly MessageKind ConflictingGateways = new(
        "IST0145", Error, "Conflicts with the Gateways {0}: same selector '{1}', port {2} and hosts {3}.", "Merge the servers, or make the hosts different.");

    public static readonly MessageKind ImageAutoWithoutInjectionWarning = new(
        "IST0146", Warning, "{0} '{1}' has 'image: auto', and no injection webhook selects it.", "Enable injection for its namespace, or for the pod with label 'sidecar.istio.io/inject: \"true\"'.");

    public static readonly MessageKind ImageAutoWithoutInjectionError = new(
        "IST0147", Error, "{0} '{1}' has 'image: auto', which injection has not replaced.", "Enable injection and create the pod again.");

    public static readonly MessageKind NamespaceInjectionEnabledByDefault = new(
        "IST0148", Info, "The namespace is injected, because Istio was installed with enableNamespacesByDefault.", "On purpose not? Label it 'istio-injection=disabled'.");

    public static readonly MessageKind JwtClaimBasedRoutingWithoutRequestAuthN = new(
        "IST0149", Error, "A route asks for the claim '{0}', and no RequestAuthentication applies to pod '{2}' of Gateway '{1}'.",
        "Apply a RequestAuthentication that selects the gateway's pods.");

    public static readonly MessageKind ExternalNameServiceTypeInvalidPortName = new(
        "IST0150", Warning, "A port of the ExternalName Service has no protocol that a proxy can route by.", "Name it after HTTP, or TLS when the client sends a server name.") { IsPerLine = true };

    public static readonly MessageKind EnvoyFilterUsesRelativeOperation = new(
        "IST0151", Warning, "A patch is relative to another one, and the EnvoyFilter has no priority: it may not be applied.", "Set 'priority', or use INSERT_FIRST or ADD.");

    public static readonly MessageKind EnvoyFilterUsesReplaceOperationIncorrectly = new(
        "IST0152", Error, "REPLACE works for HTTP_FILTER, NETWORK_FILTER and VIRTUAL_HOST alone.", "Use another operation, or another 'applyTo'.");

    public static readonly MessageKind EnvoyFilterUsesAddOperationIncorrectly = new(
        "IST0153", Error, "ADD is ignored for ROUTE_CONFIGURATION and HTTP_ROUTE.", "Use MERGE, or INSERT_FIRST for HTTP_ROUTE.");

    public static readonly MessageKind EnvoyFilterUsesRemoveOperationIncorrectly = new(
        "IST0154", Error, "REMOVE is ignored for ROUTE_CONFIGURATION and HTTP_ROUTE.", "Patch the virtual host instead.");

    public static readonly MessageKind EnvoyFilterUsesRelativeOperationWithProxyVersion = new(
        "IST0155", Warning, "A patch is relative, without priority, and an earlier patch of the same filter is for one proxy version: an upgrade may undo it.",
        "Set 'priority', or use INSERT_FIRST or ADD.");

    public static readonly MessageKind UnsupportedGatewayApiVersion = new(
        "IST0156", Error, "The Gateway API's CRD serves version {0}; Istio needs {1}.", "Install newer CRDs of the Gateway API.");

    public static readonly MessageKind InvalidTelemetryProvider = new(
        "IST0157", Warning, "Telemetry '{0}' has accessLogging without providers, and the mesh has no default one: it is ignored.", "Name a provider, such as 'providers: [{{ name: envoy }}]'.");

    public static readonly MessageKind PodsIstioProxyImageMismatchInNamespace = new(
        "IST0158", Warning, "The proxies of the pods {0} run another image than injection gives.", "Restart the workloads.") { IsNew = true };

    public static readonly MessageKind ConflictingTelemetryWorkloadSelectors = new(
        "IST0159", Error, "The Telemetries {0} in namespace '{1}' select the same pod '{2}'; one of them has no effect.", "Let each pod be selected by one Telemetry.") { IsNew = true };

    public static readonly MessageKind MultipleTelemetriesWithoutWorkloadSelectors = new(
        "IST0160", Error, "The Telemetries {0} in namespace '{1}' have no selector; the oldest alone has an effect.", "Keep one, or give the others a 'selector'.") { IsNew = true };

    public static readonly MessageKind InvalidGatewayCredential = new(
        "IST0161", Error, "A secret that the Gateway names holds no certificate and key that are valid today.", "Create it anew: 'kubectl create secret tls {0} --cert=FILE --key=FILE -n {1}'.") { IsNew = true, IsPerLine = true };

    public static readonly MessageKind GatewayPortNotDefinedOnService = new(
        "IST0162", Warning, "No Service of the gateway's pods ('{1}') has port {0}: nothing from outside reaches it.", "Add the port to the gateway's Service.") { IsNew = true };

    public static readonly MessageKind InvalidExternalControlPlaneConfig = new(
        "IST0163", Warning, "The address '{0}' of webhook '{1}' {2}.", "Give 'clientConfig' a valid URL or a service.") { IsNew = true };

    public static readonly MessageKind ExternalControlPlaneAddressIsNotAHostname = new(
        "IST0164", Info, "The address '{0}' of webhook '{1}' is an IP address.", "Use a host name outside of tests.") { IsNew = true };

    public static readonly MessageKind ReferencedInternalGateway = new(
        "IST0165", Warning, "Gateway '{0}' is generated by Istio and may change.", "Attach to a Gateway of your own.") { IsNew = true, IsPerLine = true };

    public static readonly MessageKind IneffectiveSelector = new(
        "IST0166", Warning, "The selector takes pods of the Kubernetes Gateway '{0}', where selectors have no effect.", "Use 'targetRefs'.") { IsNew = true };

    public static readonly MessageKind IneffectivePolicy = new("IST0167", Warning, "The policy has no effect: {0}.", "Remove it.") { IsNew = true };

    public static readonly MessageKind NegativeConditionStatus = new(
        "IST0171", Warning, "Condition '{0}' is negative: {1}: {2}", "Correct what the reason names.") { IsNew = true };

    public static readonly MessageKind FutureUnsupportedGatewayApiVersion = new(
        "IST0172", Warning, "The Gateway API's CRD serves version {0}; later releases of Istio need {1}.", "Install newer CRDs of the Gateway API before the next upgrade.") { IsNew = true };

    public static readonly MessageKind DestinationRuleSubsetNotSelectPods = new(
        "IST0173", Error, "Subset '{0}' selects no pod: requests to it get 503 UH.", "Correct the labels of the subset, or those of the pods.") { IsNew = true };

    public static readonly MessageKind UnknownDestinationRuleHost = new(
        "IST0174", Warning, "Host '{0}' is no service of the mesh: the rule has no effect.", "Correct 'host'; a short name means the namespace of the rule.") { IsNew = true };

    public static readonly MessageKind JwksUriFetchUnrestricted = new(
        "IST0175", Warning, "BLOCKED_CIDRS_IN_JWKS_URIS is not set, and there are {0} RequestAuthentications ({1}).", "Set the variable on istiod, so that JWKS are fetched from trusted networks alone.") { IsNew = true };

    public static readonly MessageKind GatewayApiCrdVersionBelowMinimum = new(
        "IST0176", Warning, "CRD '{0}' has version {1}; Istio needs {2} and ignores the kind.", "Install newer CRDs of the Gateway API.") { IsNew = true };
}

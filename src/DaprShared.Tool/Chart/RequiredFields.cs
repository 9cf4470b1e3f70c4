namespace DaprShared.Tool.Chart;

/// <summary>
/// The fields without which the API server refuses an object, of the types that values can have (Kubernetes 1.30 to 1.35). The client's
/// types do not say it.
/// </summary>
internal static class RequiredFields
{
    private const string Table =
        """
        AWSElasticBlockStoreVolumeSource volumeID
        AppArmorProfile type
        AzureDiskVolumeSource diskName diskURI
        AzureFileVolumeSource secretName shareName
        CSIVolumeSource driver
        CephFSVolumeSource monitors
        CinderVolumeSource volumeID
        ClusterTrustBundleProjection path
        ConfigMapKeySelector key
        DownwardAPIVolumeFile path
        EnvVar name
        FileKeySelector key path volumeName
        FlexVolumeSource driver
        GCEPersistentDiskVolumeSource pdName
        GitRepoVolumeSource repository
        GlusterfsVolumeSource endpoints path
        HostPathVolumeSource path
        IPBlock cidr
        ISCSIVolumeSource iqn lun targetPortal
        KeyToPath key path
        LabelSelectorRequirement key operator
        NFSVolumeSource path server
        NodeSelector nodeSelectorTerms
        NodeSelectorRequirement key operator
        ObjectFieldSelector fieldPath
        OwnerReference apiVersion kind name uid
        PersistentVolumeClaimTemplate spec
        PersistentVolumeClaimVolumeSource claimName
        PhotonPersistentDiskVolumeSource pdID
        PodAffinityTerm topologyKey
        PodCertificateProjection keyType signerName
        PortworxVolumeSource volumeID
        PreferredSchedulingTerm preference weight
        ProjectedVolumeSource sources
        QuobyteVolumeSource registry volume
        RBDVolumeSource image monitors
        ResourceClaim name
        ResourceFieldSelector resource
        ScaleIOVolumeSource gateway secretRef system
        SeccompProfile type
        SecretKeySelector key
        ServiceAccountTokenProjection path
        Sysctl name value
        TypedLocalObjectReference kind name
        TypedObjectReference kind name
        Volume name
        VolumeMount mountPath name
        VsphereVirtualDiskVolumeSource volumePath
        WeightedPodAffinityTerm podAffinityTerm weight
        """;

    private static readonly Dictionary<string, string[]> _fields =
        Table.Split('\n').Select(line => line.Split(' ')).ToDictionary(words => words[0], words => words[1..]);

    /// <summary>Returns those of a type, which the client calls V1Volume or Corev1ResourceClaim.</summary>
    public static IReadOnlyList<string> Of(Type type) => _fields.GetValueOrDefault(type.Name.Split('1', 2)[^1], []);
}

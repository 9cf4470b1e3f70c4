namespace DaprShared;

/// <summary>A field of a document: what stands in it, whether it has to be there, and since which version of Dapr it is known.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">
/// A scalar of <see cref="DocumentValidator"/>, choices (<c>a|b</c>, and <c>=a|b</c> where the API server compares letter by letter), the
/// name of another entry, <c>[type]</c> for a list, <c>+[type]</c> for one that is not empty and has nothing twice, <c>{type}</c> for a map
/// from names; without a type inside, and without any type, the fields below, of which <c>one</c> has exactly one.
/// </param>
/// <param name="IsRequired">Whether the API server refuses a document without it.</param>
/// <param name="IsNeeded">Whether daprd cannot do without it either, so that it is missing on this machine too.</param>
/// <param name="Since">The first minor version of Dapr of which a release has it.</param>
/// <param name="Fields">The fields below.</param>
internal sealed record DaprField(string Name, string Type, bool IsRequired, bool IsNeeded, Version Since, List<DaprField> Fields);

/// <summary>
/// The kinds of Dapr and their fields, as Dapr's CRDs of 1.17 and 1.18 have them (charts/dapr/crds), and what daprd takes where those say
/// text. An entry without indentation is a kind with its version, or a type that others name. <c>!</c>: required; <c>!!</c>: and needed by
/// daprd itself; <c>@</c>: since.
/// </summary>
internal static class DaprSchema
{
    private const string Table =
        """
        Component/v1alpha1
          auth
            secretStore! word
          scopes [text]
          spec!!
            type!! word
            version! version
            ignoreErrors boolean
            initTimeout duration
            metadata! [Item]
        Configuration/v1alpha1
          spec
            accessControl
              defaultAction allow|deny
              trustDomain text
              policies []
                appId! text
                defaultAction allow|deny
                namespace text
                trustDomain text
                operations []
                  name! text
                  action! allow|deny
                  httpVerb [text]
            api
              allowed [Api]
              denied [Api]
            appHttpPipeline Pipeline
            httpPipeline Pipeline
            components
              deny [text]
            features []
              name! text
              enabled! boolean
            logging
              apiLogging
                enabled boolean
                obfuscateURLs boolean
                omitHealthChecks boolean
            metric Metrics
            metrics Metrics
            mtls
              enabled! boolean
              controlPlaneTrustDomain! text
              sentryAddress! text
              allowedClockSkew duration
              workloadCertTTL duration
              tokenValidators []
                name! =jwks
                options object
            nameResolution
              component! text
              version! text
              configuration! object
            secrets
              scopes! []
                storeName! text
                defaultAccess allow|deny
                allowedSecrets [text]
                deniedSecrets [text]
            tracing
              samplingRate! rate
              stdout boolean
              otel
                endpointAddress! address
                isSecure! boolean
                protocol! http|grpc
                headers [Item]
                timeout duration
              zipkin
                endpointAddress! url
            wasm
              strictSandbox boolean
            workflow
              maxConcurrentActivityInvocations int32
              maxConcurrentWorkflowInvocations int32
              globalMaxConcurrentActivityInvocations int32 @1.18
              globalMaxConcurrentWorkflowInvocations int32 @1.18
              activityConcurrencyLimits [Limit] @1.18
              workflowConcurrencyLimits [Limit] @1.18
              stateRetentionPolicy
                anyTerminal duration
                completed duration
                failed duration
                terminated duration
        HTTPEndpoint/v1alpha1
          auth
            secretStore! word
          scopes [text]
          spec!!
            baseUrl!! url
            headers [Item]
            clientTLS
              certificate Value
              privateKey Value
              rootCA Value
              renegotiation =Never|OnceAsClient|FreelyAsClient
        MCPServer/v1alpha1 @1.18
          scopes [text]
          spec!!
            ignoreErrors boolean
            catalog
              displayName text
              description text
              links {text}
              tags [text]
              owner
                contact text
                team text
            endpoint! one
              sse McpEndpoint
              streamableHTTP McpEndpoint
              stdio
                command! word
                args [text]
                env [Item]
            middleware
              beforeCallTool [McpHook]
              afterCallTool [McpHook]
              beforeListTools []
                workflow! McpWorkflow
              afterListTools [McpHook]
        Resiliency/v1alpha1
          scopes [text]
          spec!!
            policies!
              timeouts {span}
              retries {}
                policy constant|exponential
                duration span
                maxInterval span
                maxRetries times
                matching
                  httpStatusCodes httpCodes
                  gRPCStatusCodes grpcCodes
              circuitBreakers {}
                maxRequests size
                interval span
                timeout span
                trip text
            targets!
              apps {}
                timeout text
                retry text
                circuitBreaker text
                circuitBreakerCacheSize size
              actors {}
                timeout text
                retry text
                circuitBreaker text
                circuitBreakerScope type|id|both
                circuitBreakerCacheSize size
              components {}
                inbound Policies
                outbound Policies
        Subscription/v1alpha1
          scopes [text]
          spec!!
            pubsubname!! word
            topic!! word
            route!! word
            deadLetterTopic text
            metadata {text}
            bulkSubscribe Bulk
        Subscription/v2alpha1
          scopes [text]
          spec!!
            pubsubname!! word
            topic!! word
            routes!!
              default text
              rules []
                match! text
                path! word
            deadLetterTopic text
            metadata {text}
            bulkSubscribe Bulk
        WorkflowAccessPolicy/v1alpha1 @1.18
          scopes [text]
          spec
            rules []
              callers! +[]
                appID! word
              activities []
                name! word
              workflows []
                name! word
                operations! +[=schedule|terminate|raise|pause|resume|purge|get|rerun]
        Metadata
          name!! word
          namespace text
          labels {text}
          annotations {text}
        Item
          name! word
          value any
          envRef text
          secretKeyRef Secret
        Secret
          name! word
          key text
        Value
          value any
          secretKeyRef Secret
        Api
          name! text
          version! text
          protocol http|grpc
        Pipeline
          handlers! []
            name! word
            type! middleware
            selector
              fields! []
                field! text
                value! text
        Metrics
          enabled! boolean
          recordErrorCodes boolean
          latencyDistributionBuckets [number]
          http
            increasedCardinality boolean
            excludeVerbs boolean
            pathMatching [text]
          rules []
            name! text
            labels! []
              name! text
              regex! {text}
        Limit
          name text
          maxConcurrent int32
        Bulk
          enabled! boolean
          maxMessagesCount int32
          maxAwaitDurationMs int32
        Policies
          timeout text
          retry text
          circuitBreaker text
        McpEndpoint
          url! url
          timeout duration
          protocolVersion text
          headers [Item]
          auth
            secretStore text
            oauth2
              issuer! word
              clientID text
              audience text
              scopes [text]
              secretKeyRef Secret
            spiffe
              jwt
                header! word
                audience! word
                headerValuePrefix text
        McpHook
          mutate boolean
          workflow! McpWorkflow
        McpWorkflow
          workflowName! word
          appID text
        """;

    private static readonly Dictionary<string, DaprField> _entries = Read(Table);

    /// <summary>Returns an entry: a kind, by <c>kind/version</c>, or a type that fields name.</summary>
    public static DaprField? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>The kinds, as <c>kind/version</c>.</summary>
    public static IEnumerable<string> Kinds => _entries.Keys.Where(name => name.Contains('/'));

    /// <summary>The versions of a kind, as <c>kind/version</c>.</summary>
    public static IEnumerable<string> OfKind(string kind) => Kinds.Where(name => name.StartsWith($"{kind}/", StringComparison.Ordinal));

    private static Dictionary<string, DaprField> Read(string table)
    {
        // Every kind has these three; apiVersion and kind have been read when its entry is found.
        List<DaprField> common =
        [
            .. from name in (string[])["apiVersion", "kind", "metadata"]
               select new DaprField(name, name == "metadata" ? "Metadata" : "any", IsRequired: true, IsNeeded: true, new(), []),
        ];
        List<DaprField> entries = [], open = [];
        foreach (var line in table.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var since = words[^1].StartsWith('@') ? Version.Parse(words[^1][1..]) : new();
            var type = words.Skip(1).FirstOrDefault(word => !word.StartsWith('@')) ?? "";
            var level = line.TakeWhile(character => character == ' ').Count() / 2;
            var (name, isNeeded) = (words[0].TrimEnd('!'), words[0].EndsWith("!!", StringComparison.Ordinal));
            DaprField field = new(name, type, words[0].EndsWith('!'), isNeeded, since, name.Contains('/') ? [.. common] : []);
            (level == 0 ? entries : open[level - 1].Fields).Add(field);
            open = [.. open.Take(level), field];
        }

        return entries.ToDictionary(entry => entry.Name);
    }
}

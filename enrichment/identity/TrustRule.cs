using Engine.Enrichment.Endpoints;
using Engine.Schemas;

namespace Engine.Enrichment.Identity;

/// <summary>
/// When a credential proves an identity. The gateway's word does. So does the service's acceptance (2xx), unless the endpoint serves strangers
/// anyway: then a forged credential is accepted as well. What an endpoint does is learned, so an early acceptance is provisional, and withdrawn
/// when its endpoint turns out to serve strangers, or the credential is refused with 401 before an endpoint that asks for credentials took it.
/// </summary>
internal sealed class TrustRule(CredentialMemory memory, int strangers)
{
    /// <summary>Verifications that did not last.</summary>
    public long Withdrawn { get; private set; }

    /// <summary>Takes in what the call's answer says about what it showed.</summary>
    /// <param name="call">The call.</param>
    /// <param name="gateway">What the gateway says of its credential.</param>
    /// <param name="shown">What it showed.</param>
    /// <param name="endpoint">What answered.</param>
    /// <param name="client">Who called.</param>
    public void Learn(ApiEvent call, bool? gateway, in ShownCredentials shown, LearnedEndpoint endpoint, in Client client)
    {
        // Our own enforcement point says nothing about the service, and a gateway's no is final for this call.
        if (call.BlockedBy is not null || gateway == false)
            return;
        if (gateway == true)
        {
            BelieveGateway(shown.Credential ?? shown.User ?? shown.Session);
            if (shown.Credential is not null)
                BelieveGateway(shown.User);
        }

        if (call.Status == 401)
            Refuse(shown, endpoint, call.SourceFormat);
        else if (call.Status is >= 200 and <= 299)
            Accept(shown, endpoint, call.SourceFormat, client);
    }

    public bool IsVerified(CredentialRecord? record)
    {
        if (record is null || !record.IsVerified)
            return false;
        if (record.AcceptedBy is not { } endpoint || !endpoint.Current.Access.ServesStrangers(record.AcceptedIn!, strangers))
            return true;
        Withdraw(record);
        return false;
    }

    private void BelieveGateway(CredentialRecord? record)
    {
        if (record is null || (record.IsFirm && record.AcceptedBy is null))
            return;
        memory.Judge(record, null, null, isFirm: true);
    }

    private void Accept(in ShownCredentials shown, LearnedEndpoint endpoint, string format, in Client client)
    {
        if (shown.IsNothing)
        {
            endpoint.Access.AcceptStranger(format, client.Source, strangers);
            return;
        }

        // These answer 2xx to people who are not known yet, whatever they send along.
        if (endpoint.ServesNewcomers || endpoint.Access.ServesStrangers(format, strangers) || shown.Consumer is not null)
            return;
        if (!shown.IsAmbiguous)
        {
            Believe(shown.Credential ?? shown.Session ?? shown.User!, endpoint, format);
            return;
        }

        // A proven identity explains the acceptance; what came along with it proves nothing.
        if (IsVerified(shown.Credential) || IsVerified(shown.Session) || IsVerified(shown.User))
            return;
        // Which of several was looked at is unknown, so only such are believed that nobody else can be blamed by: a hash, never a name.
        if (shown is { Credential: { } credential, Name: null })
            Believe(credential, endpoint, format);
        if (shown.Session is { Name: null } session)
            Believe(session, endpoint, format);
    }

    private void Believe(CredentialRecord record, LearnedEndpoint endpoint, string format)
    {
        var isGuarded = endpoint.Access.IsGuarded(format);
        // Nobody can have checked a token without signature.
        if (record.Token is { IsSigned: false } || (IsVerified(record) && (record.IsFirm || !isGuarded)))
            return;
        memory.Judge(record, endpoint, format, isGuarded);
    }

    private void Refuse(in ShownCredentials shown, LearnedEndpoint endpoint, string format)
    {
        Doubt(shown.Credential);
        Doubt(shown.Session);
        Doubt(shown.User);
        if (!IsVerified(shown.Credential) && !IsVerified(shown.Session) && !IsVerified(shown.User) && shown.Consumer is null)
            endpoint.Access.RefuseStranger(format);
    }

    private void Doubt(CredentialRecord? record)
    {
        if (record is { IsVerified: true, IsFirm: false })
            Withdraw(record);
    }

    private void Withdraw(CredentialRecord record)
    {
        memory.Judge(record, null, null, isFirm: false);
        Withdrawn++;
    }
}

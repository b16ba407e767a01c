namespace Freehold.Core.Labels.Scanning;

/// <summary>The words by what they are known as, in lower case.</summary>
internal static class VocabularyLists
{
    /// <summary>Every list.</summary>
    public static (WordClass Known, string Words)[] All { get; } =
    [
        (WordClass.Month,
            "january february april june july august september october november december jan feb apr jun jul aug sep sept oct nov dec " +
            "januar februar märz juni juli oktober dezember jänner mai janvier février avril juin juillet août septembre octobre novembre décembre " +
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre " +
            "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre " +
            "janeiro fevereiro março maio junho julho setembro outubro dezembro januari februari maart mei augustus " +
            "maj august tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu " +
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia " +
            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
        (WordClass.WeakMonth, "may march mar april june jan august jun juni juli mai mei maj marca maja marta augustus enero julio"),
        (WordClass.Weekday,
            "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag " +
            "lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo " +
            "lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag " +
            "måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag"),
        (WordClass.WeakWeekday, "mon tue tues wed thu thur thurs fri sat sun"),
        (WordClass.YearCue,
            "in since until till before after during year years circa ca around by from of between and to early late mid spring summer autumn fall winter " +
            "founded established est released published copyright class season edition im seit jahr depuis en année desde año nel dal anno " +
            "sinds jaar sedan år vuonna rok roku ab bis von vor nach through through back"),
        (WordClass.OrdinalSuffix, "st nd rd th"),
        (WordClass.Joiner, "of de del the den der di da do dos le la el"),
        (WordClass.Meridiem, "am pm"),
        (WordClass.TimeZone, "utc gmt est edt cst cdt mst mdt pst pdt cet cest bst ist jst z"),
        (WordClass.TimeCue, "at by time until till from before after around um à alle kl kello uhr les las"),
        (WordClass.AgeUnit, "year years yr yrs yo y ans años anni anos jahre jahren jähriger jährige jährigen jaar år vuotias month months"),
        (WordClass.Old, "old o alt viejo gammal gammel oud edad"),
        (WordClass.AgeCue, "age aged turn turns turned turning ages edad alter âge âgé âgée età idade leeftijd ålder ikä wiek"),
        (WordClass.PhoneCue,
            "phone telephone tel mobile cell cellphone fax call called calling dial number contact text sms whatsapp reach hotline office desk landline " +
            "telefon telefono teléfono téléphone telefone handy mobil móvil portable gsm telefoon puhelin tlf ring rufen appeler llamar ph callback voicemail"),
        (WordClass.ExtensionCue, "x ext extn extension durchwahl poste anexo ramal"),
        (WordClass.ReferenceCue,
            "order invoice ticket case ref reference tracking serial part sku item model article isbn issn doi id bug pr build revision line lines page pages " +
            "row rows port timestamp section chapter room figure table version confirmation transaction batch lot policy claim bestellung rechnung commande facture"),
        (WordClass.Unit,
            "usd eur gbp chf jpy dollars dollar euros euro pounds pound cents yen rupees kg g mg km m cm mm mi miles feet ft inch inches hours hour minutes " +
            "minute seconds second days day weeks week months month ms bytes kb mb gb tb tokens words characters chars people users employees students " +
            "members residents inhabitants customers items units pieces copies times percent points votes acres meters metres liters litres watts hp rpm " +
            "rows requests million billion thousand hundred"),
        (WordClass.CardCue, "card cards cc visa mastercard amex credit debit karte carte tarjeta carta cartão kreditkarte pan"),
        (WordClass.SsnCue, "ssn ssns social security itin tin"),
        (WordClass.DriverCue, "driver drivers driving chauffeur dl dln"),
        (WordClass.LicenseCue, "license licence licenses dl dln permit"),
        (WordClass.PostcodeCue, "zip zipcode postcode postal post plz postleitzahl cap cep postnummer postnr postinumero postcodes zipcodes pincode irsz psč"),
        (WordClass.VersionCue, "version versions ver v release build rev firmware sdk"),
        (WordClass.StreetSuffix,
            "street st avenue ave av road rd lane ln drive dr boulevard blvd court ct place pl square sq terrace ter trail trl parkway pkwy highway hwy " +
            "circle cir way alley aly crescent cres close grove row mews gardens garden hill park heights plaza crossing xing loop pike turnpike route walk " +
            "springs spring square squares junction junctions mills mill creek ridge run view village manor meadows estates forks glen ranch shore shores " +
            "stravenue expressway freeway extension causeway bypass path point points port ports island islands isle lodge orchard oval passage rapid rapids " +
            "skyway spur station stream summit throughway trace track trafficway tunnel underpass union unions valley valleys viaduct via ville vista wall wells " +
            "burg burgs camp canyon cape cliff cliffs club common commons corner corners course courts cove coves curve dale dam divide estate fall falls ferry " +
            "field fields flat flats ford fords forest forge fork fort freeway gateway gateways green greens groves harbor harbors haven hills hollow inlet " +
            "key keys knoll knolls lake lakes land landing light lights loaf lock locks mall meadow mission motorway mount mountain mountains neck overpass " +
            "parks parkways pass pine pines plain plains plazas prairie radial ramp rest rue shoal shoals spurs streets terraces trails turnpikes views villages " +
            "walks ways well"),
        (WordClass.StreetPrefix,
            "rue via calle avenida avda rua piazza viale corso largo plaza paseo carrer avenue boulevard place allée impasse chemin quai route cours strada " +
            "ul ulica os aleja al ulitsa praça travessa estrada rodovia camino carretera vicolo"),
        (WordClass.UnitDesignator, "apt apartment suite ste unit flat floor fl room rm bldg building no nr apto piso bât étage"),
        (WordClass.PostBox, "box postfach apartado psc"),
        (WordClass.StateCode,
            "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv " +
            "wi wy dc pr gu vi as mp aa ae ap fm mh pw"),
        (WordClass.NationalIdCue,
            "nino nhs insurance national identity identification id tax steuer steuerid idnr dni nie nif codice fiscale insee nir bsn sofinummer personnummer " +
            "henkilötunnus hetu cpr fødselsnummer pesel cpf cnpj aadhaar aadhar uidai passport personal curp rfc rut sin tfn"),
        (WordClass.SecretCue, "password passwd pwd pass passphrase secret token key apikey credential credentials auth authorization passwort kennwort contraseña " +
            "accountkey accesskey secretkey apikey sharedaccesskey sharedaccesssignature clientsecret accesstoken authtoken refreshtoken bearertoken privatekey " +
            "secretaccesskey dbpassword userpassword adminpassword dbpass encryptionkey signingkey apitoken apisecret consumersecret appsecret"),
        (WordClass.SiteCue, "site website web url domain homepage visit link www page http https host"),
        (WordClass.Filler, "is are was my the your his her our their number no nr num code this s it at of on with using to für ist lautet es est for a"),
        (WordClass.Direction, "north south east west n s e w ne nw se sw northeast northwest southeast southwest"),
        (WordClass.BornCue, "born birth birthday dob geboren né née nacido nata nato"),
        (WordClass.Being, "am m re is was were be are"),
        (WordClass.LifeCue, "he she i they we you it"),
    ];
}
